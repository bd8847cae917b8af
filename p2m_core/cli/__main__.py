"""``python -m p2m_core.cli``: what ``torchrun -m`` starts."""

import sys

from p2m_core.cli import main

sys.exit(main())
