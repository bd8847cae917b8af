"""Labels of any format into a project: what would come (`preview`), and its import.

Masks become targets with their pixels as they are. Masks grow from boxes and points, for a person
to review. Nothing is taken for a statement that is none: a frame without a label stays unseen.
"""

from p2m_core.importing.joining import Joined, joined
from p2m_core.importing.options import ImportOptions
from p2m_core.importing.preview import Preview, SequencePreview, preview
from p2m_core.importing.reading import Failure, SequenceLabels, chosen_sequences, read_labels
from p2m_core.importing.run import ImportSummary, import_labels, store_labels

__all__ = [
    "Failure",
    "ImportOptions",
    "ImportSummary",
    "Joined",
    "Preview",
    "SequenceLabels",
    "SequencePreview",
    "chosen_sequences",
    "import_labels",
    "joined",
    "preview",
    "read_labels",
    "store_labels",
]
