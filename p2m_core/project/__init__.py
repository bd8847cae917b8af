"""Annotation types, the project file that holds them, and the functions of a project.

`open_project` returns a `Project`, which reads, applies edits and undoes them. Everything else is a
function of an open project: ``get_...`` returns one item, ``list_...`` a list, ``iter_...`` items
one by one, ``count_...`` numbers of them. Modules with a leading underscore take the SQLite
connection and are private to this package.
"""

from p2m_core.project._checks import LONGEST_CATEGORY, LONGEST_NOTE
from p2m_core.project._ignored_rows import IgnoredKind, IgnoredRegion, ignored_from_frame_mask
from p2m_core.project._note_rows import Remark
from p2m_core.project._prediction_rows import Prediction
from p2m_core.project._track_look_rows import LONGEST_NAME, TrackLook
from p2m_core.project._vocabulary_rows import TargetClass, Vocabulary
from p2m_core.project.acceptance import Accepted, accept_frames
from p2m_core.project.annotation import (
    FrameState,
    Origin,
    Target,
    TargetState,
    paint,
    target_from_frame_mask,
)
from p2m_core.project.answers import get_answered, note_answered
from p2m_core.project.calibration import (
    TeachingTarget,
    count_corrected,
    get_calibration,
    list_teaching,
    set_calibration,
)
from p2m_core.project.cards import (
    Card,
    Labels,
    count_labels,
    get_places,
    list_cards,
    note_visit,
)
from p2m_core.project.changes import (
    FrameChange,
    IgnoredChange,
    NoteChange,
    PredictionChange,
    RemovalChange,
    ReviewChange,
    TargetChange,
    TrackChange,
    VocabularyChange,
    WordsChange,
)
from p2m_core.project.edits import Edit
from p2m_core.project.frames import count_states, get_frame_states
from p2m_core.project.growth import BOX, SCR, cropped, pamg_parameters, with_scr
from p2m_core.project.hands import EXCLUDED, HAND_STEP, INCLUDED, by_hand
from p2m_core.project.ignored import hidden_by, list_ignored, paint_ignored
from p2m_core.project.inheriting import with_descriptions
from p2m_core.project.masks import MaskPiece, read_masks
from p2m_core.project.meta import get_meta, set_meta
from p2m_core.project.models import (
    Model,
    add_model,
    check_model,
    copy_model,
    export_model,
    get_model,
    list_models,
    model_in_use,
    models_folder,
    remove_model,
    use_model,
)
from p2m_core.project.notes import (
    Flagged,
    count_flagged,
    get_flagged_frames,
    get_noted_frames,
    get_notes,
    get_sequence_notes,
    list_flagged,
)
from p2m_core.project.overview import (
    Image,
    SequenceName,
    count_frames_done,
    count_sequences,
    images_around,
    left_to_review,
    list_sequence_names,
    list_suggested,
    list_untouched,
    next_to_review,
    next_unlabelled,
    sequence_at_step,
)
from p2m_core.project.predictions import (
    get_prediction_scores,
    list_predictions,
    store_predictions,
)
from p2m_core.project.project import Project, create_project, open_project
from p2m_core.project.relinking import moved_along, relink_moved
from p2m_core.project.renaming import SaidOf, list_said, renaming, words_changes
from p2m_core.project.runs import (
    Run,
    RunStatus,
    add_run,
    get_run,
    list_runs,
    remove_run,
    update_run,
)
from p2m_core.project.sequences import (
    SequenceInfo,
    add_sequence,
    add_sequences,
    get_sequence,
    list_sequences,
    look_at,
    relink_sequence,
    stored_path,
)
from p2m_core.project.snapshot import relocate_snapshot, take_snapshot
from p2m_core.project.split import Role, get_roles, has_roles, set_roles
from p2m_core.project.staged import staged_project
from p2m_core.project.stretches import Stretch, get_stretch, is_settled
from p2m_core.project.table import get_image_table, get_target_table
from p2m_core.project.targets import (
    count_accepted,
    count_targets,
    get_target,
    iter_targets,
    list_targets,
    list_targets_between,
)
from p2m_core.project.tracks import (
    TrackInfo,
    get_track_frames,
    get_track_looks,
    get_track_runs,
    list_track_numbers,
    list_track_targets,
    list_tracks,
    next_track,
)
from p2m_core.project.vocabulary import (
    count_attributes,
    count_categories,
    get_track_categories,
    get_vocabulary,
    known_attributes,
    known_classes,
    set_vocabulary,
)
from p2m_core.project.waiting import Waiting, list_waiting, waiting_of

__all__ = [
    "BOX",
    "EXCLUDED",
    "HAND_STEP",
    "INCLUDED",
    "LONGEST_CATEGORY",
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "SCR",
    "Accepted",
    "Card",
    "Edit",
    "Flagged",
    "FrameChange",
    "FrameState",
    "IgnoredChange",
    "IgnoredKind",
    "IgnoredRegion",
    "Image",
    "Labels",
    "MaskPiece",
    "Model",
    "NoteChange",
    "Origin",
    "Prediction",
    "PredictionChange",
    "Project",
    "Remark",
    "RemovalChange",
    "ReviewChange",
    "Role",
    "Run",
    "RunStatus",
    "SaidOf",
    "SequenceInfo",
    "SequenceName",
    "Stretch",
    "Target",
    "TargetChange",
    "TargetClass",
    "TargetState",
    "TeachingTarget",
    "TrackChange",
    "TrackInfo",
    "TrackLook",
    "Vocabulary",
    "VocabularyChange",
    "Waiting",
    "WordsChange",
    "accept_frames",
    "add_model",
    "add_run",
    "add_sequence",
    "add_sequences",
    "by_hand",
    "check_model",
    "copy_model",
    "count_accepted",
    "count_attributes",
    "count_categories",
    "count_corrected",
    "count_flagged",
    "count_frames_done",
    "count_labels",
    "count_sequences",
    "count_states",
    "count_targets",
    "create_project",
    "cropped",
    "export_model",
    "get_answered",
    "get_calibration",
    "get_flagged_frames",
    "get_frame_states",
    "get_image_table",
    "get_meta",
    "get_model",
    "get_noted_frames",
    "get_notes",
    "get_places",
    "get_prediction_scores",
    "get_roles",
    "get_run",
    "get_sequence",
    "get_sequence_notes",
    "get_stretch",
    "get_target",
    "get_target_table",
    "get_track_categories",
    "get_track_frames",
    "get_track_looks",
    "get_track_runs",
    "get_vocabulary",
    "has_roles",
    "hidden_by",
    "ignored_from_frame_mask",
    "images_around",
    "is_settled",
    "iter_targets",
    "known_attributes",
    "known_classes",
    "left_to_review",
    "list_cards",
    "list_flagged",
    "list_ignored",
    "list_models",
    "list_predictions",
    "list_runs",
    "list_said",
    "list_sequence_names",
    "list_sequences",
    "list_suggested",
    "list_targets",
    "list_targets_between",
    "list_teaching",
    "list_track_numbers",
    "list_track_targets",
    "list_tracks",
    "list_untouched",
    "list_waiting",
    "look_at",
    "model_in_use",
    "models_folder",
    "moved_along",
    "next_to_review",
    "next_track",
    "next_unlabelled",
    "note_answered",
    "note_visit",
    "open_project",
    "paint",
    "paint_ignored",
    "pamg_parameters",
    "read_masks",
    "relink_moved",
    "relink_sequence",
    "relocate_snapshot",
    "remove_model",
    "remove_run",
    "renaming",
    "sequence_at_step",
    "set_calibration",
    "set_meta",
    "set_roles",
    "set_vocabulary",
    "staged_project",
    "store_predictions",
    "stored_path",
    "take_snapshot",
    "target_from_frame_mask",
    "update_run",
    "use_model",
    "waiting_of",
    "with_descriptions",
    "with_scr",
    "words_changes",
]
