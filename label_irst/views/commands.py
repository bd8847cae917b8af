"""Every command of the window with its keys, in one table: menus, tooltips and the F1 page."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from label_irst import resources, theme
from label_irst.i18n import tr
from label_irst.settings import keys

_DRAWN_AS = {"flag-frame": "flag", "note-frame": "note"}  # commands that share a drawing

Doings = Mapping[str, Callable[[], object]]  # the function of each command, by its name


@dataclass(frozen=True)
class Command:
    """`short` names it on a button; `checkable` ones stay down; `key_only` ones are in no menu."""

    name: str
    text: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    short: str = ""
    checkable: bool = False
    key_only: bool = False


@dataclass(frozen=True)
class Menu:
    title: str
    commands: list[Command | None] = field(default_factory=list)  # None is a separator


def menus() -> list[Menu]:
    """The whole table, in the user's language."""
    return [
        Menu(tr("&File"), [
            Command("open", tr("&Open…"), ("Ctrl+O",), tr("A project, a video, a stack or an image of a folder")),
            Command("open-folder", tr("Open &folder…"), ("Ctrl+Shift+O",), tr("A folder of images, or of images with labels")),
            Command("new-project", tr("&New project…"), ("Ctrl+N",), tr("An empty project; then add sequences to it")),
            Command("add-sequence", tr("&Add sequences…"), (), tr("Videos and stacks, to this project; any number at once")),
            Command("add-folder", tr("A&dd folders…"), (), tr("Folders of images, to this project; any number at once")),
            Command("import", tr("&Import labels…"), ("Ctrl+I",), tr("Masks, boxes, points and tracks of other programs: a new project, or into this one")),
            Command("relink", tr("&Relink images…"), (), tr("The images of this sequence have moved")),
            None,
            Command("export", tr("&Export…"), ("Ctrl+E",), tr("A data set: SIRSTD-Pixel, COCO, YOLO, VOC, MOT, LabelMe, CVAT and more")),
            None,
            Command("quit", tr("&Quit"), ("Ctrl+Q",)),
        ]),
        Menu(tr("&Edit"), [
            Command("undo", tr("&Undo"), ("Ctrl+Z",)),
            Command("redo", tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
            None,
            Command("delete", tr("&Delete target"), ("Delete", "Backspace")),
            Command("deselect", tr("De&select"), ("Escape",), tr("Lets go of the chosen frames first, then of the target.\nBrush strokes then start a new target")),
            None,
            Command("range-start", tr("Choose frames &from here"), ("{",), tr("Delete, Accept, Empty, Uncertain, Copy, Fill and Hide then act on all of them.\nAlso Shift and the mouse in the timeline or the film strip")),
            Command("range-end", tr("Choose frames up &to here"), ("}",), tr("The chosen frames end here")),
            Command("range-all", tr("Choose &all frames"), ("Ctrl+A",), tr("Of the selected track; without one, of the sequence")),
            None,
            Command("settings", tr("Settin&gs…"), ("Ctrl+,",), tr("Theme, language and keys")),
        ]),
        Menu(tr("&View"), [
            Command("fit", tr("&Fit frame"), ("F",)),
            Command("centre", tr("Ce&ntre target in detail"), ("Z",)),
            Command("loupe", tr("Lou&pe"), ("Shift+Z",), tr("Beside the pointer, at 8x, the mask that a click would give"), checkable=True),
            Command("masks", tr("&Hide masks"), ("H",), checkable=True),
            Command("mask-style", tr("Mas&k style"), ("Shift+H",), tr("Outline and fill, outline only, fill only")),
            Command("lock", tr("&Lock view on track"), ("L",), tr("The views follow the selected track from frame to frame"), checkable=True),
            Command("blink", tr("&Blink neighbours"), ("K",), tr("The frames before and after take turns with this one; masks stay"), checkable=True),
            Command("beside", tr("Side b&y side"), ("F4",), tr("Below mine the labels of another project, a data set or a model, where they differ marked"), checkable=True),
            Command("overlay", tr("Theirs o&ver mine"), ("Shift+F4",), tr("The same labels as dashed outlines over mine"), checkable=True),
            Command("choose-beside", tr("Choose &what is beside…"), (), tr("Another project, a data set, or the predictions of a model, of the same images")),
            Command("growth", tr("Growth &energy"), (), tr("The curve in the detail view"), checkable=True),
            Command("profile", tr("&Grey-level profile"), ("Shift+V",), tr("Raw values through the selected target, or along the ruler"), checkable=True),
            Command("film-strip", tr("Film &strip"), ("Shift+F",), tr("The target along its track, frame by frame"), checkable=True),
            None,
            Command("display", tr("&Display…"), ("O",), tr("Levels, local contrast, colours and filters of the picture"), tr("Display"), checkable=True),
            Command("auto-contrast", tr("Auto &contrast"), ("C",), tr("Window and level from the whole sequence"), tr("Auto")),
            Command("local-contrast", tr("L&ocal contrast"), ("Shift+C",), tr("Each part of the picture stretched by itself; only on the screen"), checkable=True),
            Command("invert", tr("&Invert"), ("I",), tr("Dark targets look bright; the raw values stay"), checkable=True),
            Command("difference", tr("F&rame difference"), ("Shift+K",), tr("Only what changed since the frame before"), checkable=True),
            Command("median", tr("Temporal &median"), ("Ctrl+K",), tr("The median of five frames: noise and fast targets go"), checkable=True),
        ]),
        Menu(tr("T&ools"), [
            Command("select", tr("Se&lect"), ("V",), tr("Click a target; drag to move the picture"), checkable=True),
            Command("seed", tr("&Seed"), ("S",), tr("Click a target: its mask grows. Shift+click: this pixel too; right click: not this pixel.\nCtrl+click: always a new one; Alt+click: exactly this pixel, not the peak beside it"), checkable=True),
            Command("box-seed", tr("Bo&x seed"), ("X",), tr("Drag a rough box around a target: its best seed grows, within the box"), checkable=True),
            Command("flood", tr("&Flood in box"), ("W",), tr("Drag a box: what is connected with its strongest pixel, down to half its height.\nThe wheel while dragging, or , and . at any time, move the level"), checkable=True),
            Command("polygon", tr("&Polygon"), ("G",), tr("Click the corners; a double click, Enter or the first corner closes it.\nBackspace takes the last corner back, Esc drops it"), checkable=True),
            Command("brush", tr("&Brush"), ("B",), tr("Add pixels to the selected target"), checkable=True),
            Command("eraser", tr("E&raser"), ("R",), tr("Take pixels from the selected target"), checkable=True),
            Command("ignore", tr("&Ignore region"), ("Shift+W",), tr("Drag a box around a burnt-in overlay or a lamp: nothing is a target there.\nA click on a region lets it go"), checkable=True),
            Command("ruler", tr("R&uler"), ("Ctrl+R",), tr("Drag: length, dx, dy and angle, and the grey levels along it in the profile; with Shift straight"), checkable=True),
            None,
            Command("key-cursor", tr("&Keyboard cursor"), ("M",), tr("The arrow keys move a pointer, with Shift by ten pixels; Space clicks, Backspace right-clicks, Esc ends it"), checkable=True),
            Command("polarity", tr("Bright or &dark target"), ("Shift+I",), tr("For the next clicks: by the image, bright, dark. A track keeps what its targets were clicked with")),
            Command("brush-smaller", tr("S&maller brush"), ("[",)),
            Command("brush-larger", tr("Lar&ger brush"), ("]",)),
        ]),
        Menu(tr("&Annotate"), [
            Command("shrink", tr("Growth: one pi&xel less"), (",",), tr("Also the wheel over the mask in the detail view, and Shift+wheel anywhere")),
            Command("grow", tr("Growth: one pixel m&ore"), (".",), tr("Also the wheel over the mask in the detail view, and Shift+wheel anywhere")),
            Command("rival", tr("Growth: next &best size"), ("/",), tr("The best mask of clearly another size, and back")),
            Command("erode", tr("&Thinner mask"), ("-",), tr("One pixel less all around the selected mask")),
            Command("dilate", tr("Th&icker mask"), ("+", "="), tr("One pixel more all around the selected mask")),
            Command("carry", tr("&Copy to next frame"), ("Ctrl+D",), tr("The selected mask, moved along with what it covers")),
            None,
            Command("suggest-frame", tr("&Suggest on this frame"), ("Q",), tr("Dashed circles: click one to accept it, right-click to reject it")),
            Command("suggest-sequence", tr("Suggest on the se&quence"), ("Shift+Q",), tr("On all frames that are not reviewed yet")),
            Command("take-suggestions", tr("Acce&pt suggestions"), ("Y",), tr("All of this frame become targets"), tr("Accept suggestions")),
            None,
            Command("accept", tr("&Accept and go on"), ("Enter", "Return"), tr("Accept the frame's targets, show the next frame"), tr("Accept")),
            Command("accept-track", tr("Accept trac&k"), ("Shift+Enter", "Shift+Return"), tr("All targets of the selected track")),
            Command("accept-range", tr("Accept &frames…"), (), tr("All targets from one frame to another")),
            Command("empty", tr("Verified empt&y"), ("E",), tr("There is no target in this frame; go on"), tr("Empty")),
            Command("uncertain", tr("&Uncertain"), ("U",), tr("Come back to this frame later; not exported")),
            Command("reset", tr("Mark as &not reviewed"), (), tr("Take the frame's review state back")),
        ]),
        Menu(tr("&Describe"), [
            Command("classes", tr("&Classes and attributes…"), ("Ctrl+L",), tr("What targets may be in this project: names, colours and their order, which is that of the keys 1 to 9")),
            None,
            Command("flag", tr("&Flag"), ("Ctrl+B",), tr("The selected target, to come back to it; without a selection the frame"), checkable=True),
            Command("note", tr("&Note…"), ("Ctrl+T",), tr("A text about the selected target; without a selection about the frame")),
            Command("flag-frame", tr("F&lag frame"), ("Ctrl+Shift+B",), tr("This frame, to come back to it"), checkable=True),
            Command("note-frame", tr("N&ote on frame…"), ("Ctrl+Shift+T",), tr("A text about this frame")),
            Command("note-sequence", tr("No&te on sequence…"), (), tr("A text about the whole sequence")),
            None,
            Command("class-colours", tr("Colours &by class"), (), tr("Targets have the colours of their classes, not of their tracks"), checkable=True),
            Command("class-names", tr("Na&mes of classes"), (), tr("Written beside the targets in the picture"), checkable=True),
            *describing_keys(),
        ]),
        Menu(tr("&Track"), [
            Command("propagate", tr("&Propagate"), ("P",), tr("Follow the selected target through the next frames; without a selection, all of the frame")),
            Command("propagate-back", tr("Propagate bac&kwards"), ("Shift+P",), tr("Follow it through the frames before")),
            None,
            Command("split-track", tr("&Split here"), ("Shift+X",), tr("From this frame on, the targets are a track of their own")),
            Command("merge-tracks", tr("&Merge with…"), ("Ctrl+M",), tr("Another track becomes part of this one")),
            Command("swap-tracks", tr("S&wap with…"), ("Shift+M",), tr("From this frame on, two tracks change places")),
            Command("fill-gaps", tr("&Fill gap"), ("J",), tr("The gap at this frame; where there is none here, all gaps of the track.\nOn chosen frames: what nobody decided on is made anew from both sides")),
            Command("interpolate", tr("&Interpolate"), ("Shift+J",), tr("From each target that was set by hand or accepted to the next: what is between them anew")),
            Command("remask", tr("Apply mask to the r&est"), ("Shift+R",), tr("The masks around this one, up to the next by hand or accepted on either side, take its size and edge"), tr("Apply to the rest")),
            Command("regrow-track", tr("Re&grow…"), (), tr("All masks of the track again, with the parameters set now")),
            None,
            Command("rename-track", tr("&Rename")),
            Command("colour-track", tr("&Colour…")),
            None,
            Command("delete-before", tr("Delete &before this frame")),
            Command("delete-after", tr("Delete &after this frame")),
            Command("delete-track", tr("&Delete track"), (), tr("Its targets in all frames")),
        ]),
        Menu(tr("&Model"), [
            Command("train", tr("&Train…"), ("T",), tr("A detector of your own, from what is accepted in this project")),
            Command("runs", tr("Training &runs"), (), tr("Current and past runs: curves, log, Stop and Resume")),
            Command("models", tr("&Models…"), (), tr("Which model suggests, and where it comes from; import and export")),
            None,
            Command("suggest-all", tr("Suggest on &all unlabelled"), (), tr("On the frames of all sequences that are not reviewed yet, with the model in use")),
            Command("preannotate", tr("&Pre-annotate a data set…"), (), tr("Masks or suggestions for every image below a folder, into a new project")),
            None,
            Command("calibrate", tr("&Calibrate masks…"), (), tr("Let new masks follow the way you draw: before and after on your own targets")),
        ]),
        Menu(tr("&Data set"), [
            Command("find-overlay", tr("Find &overlay"), (), tr("Text, a reticle or stuck pixels of this sequence: they are ignored")),
            Command("ignored-regions", tr("&Ignored regions…"), (), tr("What is ignored in this sequence: show it, switch it off, remove it")),
            None,
            Command("statistics", tr("&Statistics…"), (), tr("Scale, saliency, places and speeds of the labels, and what looks wrong in them")),
            Command("compare", tr("&Compare with…"), (), tr("Another annotator's labels of these images, or a model's: where they differ, and what to take over")),
        ]),
        Menu(tr("&Go"), [
            Command("next", tr("&Next frame"), ("D", "Right")),
            Command("previous", tr("&Previous frame"), ("A", "Left")),
            Command("next-10", tr("10 frames &on"), ("Shift+D", "Shift+Right")),
            Command("previous-10", tr("10 frames &back"), ("Shift+A", "Shift+Left")),
            Command("first", tr("&First frame"), ("Home",)),
            Command("last", tr("&Last frame"), ("End",)),
            Command("go-to", tr("&Go to frame…"), ("Ctrl+G",)),
            None,
            Command("play", tr("Pl&ay"), ("F5",), tr("Show the frames by the clock: the chosen ones, or all; anything you do pauses it"), checkable=True),
            Command("play-back", tr("Play bac&kwards"), ("Shift+F5",), checkable=True),
            Command("faster", tr("Play fast&er"), ("Ctrl+Up",), tr("Up to 8x; 1x is 25 frames a second")),
            Command("slower", tr("Play slo&wer"), ("Ctrl+Down",), tr("Down to a quarter")),
            Command("loop", tr("Pla&y in a loop"), ("Shift+L",), tr("From the last frame on to the first; with chosen frames, over those"), checkable=True),
            None,
            Command("next-sequence", tr("Next &sequence"), ("PgDown",), tr("Where each one is a single image, the next frame is the next sequence too")),
            Command("previous-sequence", tr("Previous se&quence"), ("PgUp",)),
            Command("project-page", tr("Proje&ct page"), ("Ctrl+P",), tr("A picture of each sequence with its states, doubt and note: find, sort, open and remove them")),
            Command("go-to-sequence", tr("Go &to sequence…"), ("Ctrl+Shift+G",), tr("All sequences, how far each one is, found by a part of its name")),
            None,
            Command("next-unlabelled", tr("Next frame w&ithout a label"), ("N",), tr("In this sequence, then in the others")),
            Command("previous-unlabelled", tr("Pre&vious frame without a label"), ("Shift+N",)),
            Command("next-review", tr("Next frame to &review"), ("Space",), tr("The target that is most likely wrong, of those not yet accepted"), tr("Next to review")),
        ]),
        Menu(tr("&Help"), [
            Command("keys", tr("&Keys"), ("F1",)),
            Command("sample", tr("Open the &sample sequence"), (), tr("Synthetic images with two targets, to try everything on")),
            Command("about", tr("&About Label-IRST")),
        ]),
    ]  # fmt: skip


def describing_keys() -> list[Command]:
    """The classes and attributes by number: they have keys, and the dock has their names."""
    commands = [Command("class-0", tr("No class"), ("0",), tr("The selected track is of no class"), key_only=True)]
    for n in range(1, 10):
        text = tr("Class {number}").format(number=n)
        commands.append(Command(f"class-{n}", text, (str(n),), tr("Of the selected track; of the chosen frames where some are chosen"), key_only=True))
    for n in range(10):
        text = tr("Class {number}, only here").format(number=n) if n else tr("No class, only here")
        commands.append(Command(f"class-{n}-here", text, (f"Ctrl+{n}",), tr("Only of the target in this frame"), key_only=True))
    for n in range(1, 10):
        text = tr("Attribute {number}").format(number=n)
        commands.append(Command(f"attribute-{n}", text, (f"Alt+{n}",), tr("Of the selected target, or of its track in the chosen frames: on or off"), key_only=True))
    return commands


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """Every command of the table as an action with its keys, by name; `connect` gives it a function."""
    actions = {c.name: _action(c, parent) for menu in menus() for c in menu.commands if c}
    refresh_keys(actions)
    return actions


def _action(command: Command, parent: QWidget) -> QAction:
    action = QAction(command.text, parent)
    action.setObjectName(command.name)
    action.setIconText(command.short or plain(command.text))
    action.setCheckable(command.checkable)
    action.setAutoRepeat(not command.checkable)  # a key held down must not switch on and off
    return action


def connect(
    actions: dict[str, QAction], tables: Iterable[Doings], claimed: Callable[[str], bool]
) -> None:
    """Connect each action to its function in one of `tables`.

    A command that `claimed` accepts (the tool in hand: Escape, Enter) does not run.

    Raises
    ------
    ValueError
        If a command has no table, or more than one, or is not in the menus.
    """

    def attach(action: QAction, do: Callable[[], object]) -> None:
        name = action.objectName()
        action.triggered.connect(lambda checked=False: None if claimed(name) else do())

    doings = [item for table in tables for item in table.items()]
    if sorted(name for name, _ in doings) != sorted(actions):
        wrong = Counter(name for name, _ in doings)
        wrong.subtract(list(actions))
        raise ValueError(f"not exactly once: {', '.join(n for n, count in wrong.items() if count)}")
    for name, do in doings:
        attach(actions[name], do)


def set_keys(action: QAction, command: Command, wanted: tuple[str, ...]) -> None:
    """Set an action's keys, in its tooltip too."""
    action.setShortcuts([QKeySequence(key) for key in wanted])
    shown = " · ".join(key_text(key) for key in wanted)
    first = plain(command.text) + (f"  ({shown})" if shown else "")
    action.setToolTip(f"{first}\n{command.tip}" if command.tip else first)


def keys_in_force() -> dict[str, tuple[str, ...]]:
    """The keys of each command, as its user has set them."""
    return keys.effective({c.name: c.keys for menu in menus() for c in menu.commands if c})


def refresh_keys(actions: dict[str, QAction]) -> None:
    """Set the keys in force on every action."""
    table = keys_in_force()
    for command in (c for menu in menus() for c in menu.commands if c):
        set_keys(actions[command.name], command, table[command.name])


def plain(text: str) -> str:
    """A menu text without its mnemonic; Chinese menus append it as ``(&F)``."""
    return re.sub(r"\(&\w\)|&", "", text).rstrip("…")


def key_text(key: str) -> str:
    """A key in the notation of the platform."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def set_icon(action: QAction) -> None:
    """The command's own drawing, in the colours of the theme."""
    name = _DRAWN_AS.get(action.objectName(), action.objectName())
    action.setIcon(resources.icon(name, theme.colours().text, theme.colours().on_accent))
    action.setIconVisibleInMenu(False)


def undo_text(label: str | None) -> str:
    """The name of an edit in the Undo and Redo entries."""
    words = {
        "grow": tr("new target"),
        "propagate": tr("propagation"),
        "preannotate": tr("pre-annotation"),
        "regrow": tr("regrown target"),
        "import": tr("imported labels"),
        "scrub": tr("growth step"),
        "brush": tr("brush stroke"),
        "erase": tr("eraser stroke"),
        "polygon": tr("polygon"),
        "flood": tr("flooded target"),
        "level": tr("flood level"),
        "box-seed": tr("box seed"),
        "reshape": tr("thicker or thinner mask"),
        "negative": tr("negative click"),
        "positive": tr("positive click"),
        "carry": tr("copy to next frame"),
        "delete": tr("deleted target"),
        "take-suggestions": tr("accepted suggestions"),
        "merge-annotations": tr("merged labels of two annotators"),
        "reject-suggestion": tr("rejected suggestion"),
        "accept": tr("accepted frame"),
        "verify-empty": tr("verified empty"),
        "uncertain": tr("uncertain"),
        "reset": tr("not reviewed"),
        "split-track": tr("split track"),
        "merge-tracks": tr("merged tracks"),
        "swap-tracks": tr("swapped tracks"),
        "fill-gap": tr("filled gap"),
        "refill": tr("frames filled anew"),
        "interpolate": tr("interpolated frames"),
        "copy-over": tr("copy over frames"),
        "delete-range": tr("deleted targets of frames"),
        "regrow-track": tr("regrown track"),
        "remask": tr("mask applied to the rest"),
        "delete-track": tr("deleted track"),
        "delete-before": tr("deleted track before"),
        "delete-after": tr("deleted track after"),
        "remove-sequence": tr("removed sequence"),
        "note": tr("note"),
        "flag": tr("flag"),
        "ignore": tr("ignored region"),
        "no-longer-ignored": tr("region no longer ignored"),
        "track-look": tr("name or colour of track"),
        "class": tr("class"),
        "attributes": tr("attributes"),
        "vocabulary": tr("classes and attributes"),
    }
    name = (label or "").partition(" ")[0]  # of many sequences it has a number
    return words.get(name, label or "")
