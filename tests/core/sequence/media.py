"""Made-up frames, the videos written from them, and the straight read to compare with."""

import itertools
from pathlib import Path

import av
import cv2
import numpy as np


def drifting_frames(count, shape=(80, 96), dtype=np.uint8, seed=3):
    """A drifting cloud, a moving spot and noise: no two frames are alike, nor predictable."""
    rng = np.random.default_rng(seed)
    cloud = cv2.GaussianBlur(rng.integers(0, 255, shape).astype(np.uint8), (0, 0), 3)
    frames = []
    for i in range(count):
        frame = np.roll(cloud, i, axis=1)
        cv2.circle(frame, (10 + i % 70, 10 + i % 50), 2, 255, -1)
        noisy = frame.astype(np.int64) + rng.integers(-20, 20, shape)
        noisy *= 1 if dtype == np.uint8 else 250
        frames.append(np.clip(noisy, 0, np.iinfo(dtype).max).astype(dtype))
    return frames


def write_video(path: Path, frames, codec="libx264", pixels="yuv420p", container=None, **options):
    """Write `frames` (uint8, or uint16 for 16-bit grey) with PyAV; options go to the encoder."""
    stored = "gray" if frames[0].dtype == np.uint8 else "gray16le"
    with av.open(str(path), "w", format=container) as out:
        stream = out.add_stream(codec, rate=25, options={k: str(v) for k, v in options.items()})
        stream.height, stream.width = frames[0].shape
        stream.pix_fmt = pixels
        for i, frame in enumerate(frames):
            picture = av.VideoFrame.from_ndarray(frame, format=stored).reformat(format=pixels)
            picture.pts = i
            out.mux(stream.encode(picture))
        out.mux(stream.encode(None))
    return path


def remux(source: Path, goal: Path, skip=0, **options):
    """Copy the video into another container or layout without encoding it again.

    `skip` packets at its start are left out, as in a recording that joins a stream.
    """
    with av.open(str(source)) as old, av.open(str(goal), "w", options=options) as new:
        stream = new.add_stream_from_template(old.streams.video[0])
        packets = (p for p in old.demux(old.streams.video[0]) if p.size)
        for packet in itertools.islice(packets, skip, None):
            if packet.dts is not None or goal.suffix == ".h264":
                packet.stream = stream
                new.mux(packet)
    return goal


def straight_read(path: Path):
    """Every frame of a video as OpenCV gives it, one after the other, in grey."""
    video = cv2.VideoCapture(str(path))
    frames = []
    while (got := video.read())[0]:
        frames.append(cv2.cvtColor(got[1], cv2.COLOR_BGR2GRAY))
    return frames
