"""Parks, animals, water pipes, and papers for what has no picture."""

from __future__ import annotations

from tanggap.ops.demo.drawing.stage import Painter, Stage


def park(stage: Stage, is_after: bool) -> None:
    """A broken bench in high grass, and mended."""
    stage.backdrop(ground="grass")
    stage.tree(160, 460, 120)
    wood, iron = stage.shade((160, 112, 74), 1), stage.shade((80, 86, 90), 1)
    for x in (360, 640):
        stage.box(x, 440, 14, 130, iron)
    tilt = 0 if is_after else 52
    for i in range(3):
        top = 420 + i * 28
        stage.polygon(
            [(330, top), (690, top + tilt), (690, top + tilt + 16), (330, top + 16)], wood
        )
    stage.polygon([(320, 510), (700, 510 + tilt), (712, 540 + tilt), (312, 540)], wood)
    if is_after:
        return
    for _ in range(150):
        foot, y = stage.rng.uniform(0, 960), stage.rng.uniform(560, 716)
        height = stage.rng.uniform(28, 70)
        leaf = stage.shade((96, 138, 70), stage.rng.uniform(0.8, 1.2))
        stage.line([(foot, y), (foot + stage.rng.uniform(-14, 14), y - height)], leaf, 4)


def animal(stage: Stage, is_after: bool) -> None:
    """A snake by the wall, and in a crate."""
    stage.backdrop(ground="walk")
    if is_after:
        stage.box(360, 460, 250, 150, stage.shade((172, 126, 84), 1), 8)
        for i in range(6):
            stage.box(380 + i * 38, 480, 16, 110, stage.shade((92, 66, 44), 1), 4)
        return
    points = [(250 + i * 24, 540 + (34 if i % 4 < 2 else -20)) for i in range(18)]
    stage.line(points, stage.shade((76, 104, 62), 1), 24)
    stage.line(points, stage.shade((150, 166, 92), 1), 6)
    stage.oval(points[-1][0] + 12, points[-1][1], 26, 17, stage.shade((76, 104, 62), 1))
    stage.oval(points[-1][0] + 22, points[-1][1] - 5, 4, 4, (20, 22, 20))


def pipe(stage: Stage, is_after: bool) -> None:
    """A pipe that leaks, and joined."""
    stage.backdrop(ground="walk")
    blue = stage.shade((70, 124, 168), 1)
    stage.polygon([(180, 470), (780, 470), (800, 640), (160, 640)], stage.shade((120, 98, 76), 1))
    stage.box(140, 530, 680, 46, blue, 20)
    if is_after:
        stage.box(440, 520, 90, 66, stage.shade((54, 96, 132), 1), 8)
        return
    for i in range(9):
        end = (400 + i * 22, 330 + abs(i - 4) * 26)
        stage.line([(486, 530), end], stage.shade((190, 216, 228), 1), 5)
    stage.blob(486, 630, 190, 30, stage.shade((150, 176, 188), 1), 0.1)


def document(stage: Stage, is_after: bool) -> None:
    """A form on a desk, and stamped. No real document and no readable word."""
    stage.gradient(
        (0, 0, 960, 720), stage.shade((196, 166, 130), 1), stage.shade((166, 134, 100), 1)
    )
    tilt = stage.rng.uniform(-40, 40)
    paper = [(280 + tilt, 80), (700 + tilt, 96), (680 - tilt, 660), (250 - tilt, 640)]
    stage.polygon(paper, (250, 248, 242))
    for i in range(12):
        width = stage.rng.uniform(180, 330)
        stage.box(320 + tilt * (1 - i / 6), 150 + i * 36, width, 11, (202, 204, 206), 5)
    stage.box(320 + tilt, 116, 150, 18, (120, 140, 146), 6)
    stage.box(760, 240, 22, 330, (44, 84, 120), 10)
    if is_after:
        stage.oval(560, 560, 62, 62, (58, 122, 96))
        stage.oval(560, 560, 52, 52, (250, 248, 242))
        stage.line([(530, 562), (552, 586), (596, 532)], (58, 122, 96), 12)


SCENES: dict[str, Painter] = {"park": park, "animal": animal, "pipe": pipe, "document": document}
