"""``python -m p2m_core.cli``: the command line without the installed script."""

import sys

from p2m_core.cli import main

sys.exit(main())
