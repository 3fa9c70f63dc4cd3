"""Rubbish, parking, vendors, traffic, signs, walls and buildings."""

from __future__ import annotations

from tanggap.ops.demo.drawing.scenes_street import car, cone, litter
from tanggap.ops.demo.drawing.stage import Colour, Painter, Stage

_CARS: tuple[Colour, ...] = (
    (214, 214, 210),
    (64, 70, 80),
    (150, 48, 44),
    (58, 96, 140),
    (190, 160, 90),
)


def rubbish(stage: Stage, is_after: bool) -> None:
    """A heap of rubbish by the road, and the place swept."""
    stage.backdrop()
    stage.box(60, 330, 300, 210, stage.shade((190, 178, 160), 1))
    if is_after:
        stage.box(96, 470, 84, 110, stage.shade((66, 128, 96), 1), 8)
        stage.box(88, 460, 100, 18, stage.shade((52, 104, 78), 1), 6)
        return
    litter(stage, 60, (40, 420), (470, 640))


def smoke(stage: Stage, is_after: bool) -> None:
    """Rubbish burning on a plot, and the fire out."""
    stage.backdrop(ground="grass")
    stage.blob(480, 590, 150, 42, stage.shade((70, 62, 56), 1), 0.1)
    if is_after:
        return
    litter(stage, 18, (380, 580), (560, 610))
    for i in range(14):
        grey = 150 + i * 5
        size = 26 + i * 9
        stage.oval(480 + stage.rng.uniform(-20, 20) + i * 9, 560 - i * 36, size, size * 0.8,
                   (grey, grey, grey))  # fmt: skip
    stage.polygon([(450, 590), (480, 520), (512, 590)], (236, 130, 50))


def parking(stage: Stage, is_after: bool) -> None:
    """Cars along the kerb, and the lane free."""
    stage.backdrop()
    sign(stage, 800, 250)
    if is_after:
        return
    for x, y, size in ((180, 420, 0.55), (250, 500, 0.8), (300, 650, 1.3)):
        car(stage, x - 200 * (size - 0.5), y, size, stage.rng.choice(_CARS))


def sign(stage: Stage, x: float, y: float) -> None:
    """A sign that forbids stopping."""
    stage.box(x - 5, y, 10, 300, stage.shade((130, 136, 140), 1))
    stage.oval(x, y, 52, 52, stage.shade((190, 44, 44), 1.1))
    stage.oval(x, y, 40, 40, stage.shade((44, 92, 150), 1.1))
    stage.line([(x - 30, y - 30), (x + 30, y + 30)], stage.shade((190, 44, 44), 1.1), 10)


def traffic(stage: Stage, is_after: bool) -> None:
    """A dead traffic light and a jam, and traffic flowing."""
    stage.backdrop()
    stage.box(726, 130, 14, 480, stage.shade((96, 100, 104), 1))
    stage.box(700, 90, 66, 170, stage.shade((40, 44, 48), 1), 12)
    lamps: tuple[Colour, ...] = ((70, 52, 52), (72, 68, 52), (52, 70, 58))
    lit: tuple[Colour, ...] = ((70, 52, 52), (72, 68, 52), (96, 214, 130))
    for i, colour in enumerate(lit if is_after else lamps):
        stage.oval(733, 122 + i * 52, 19, 19, colour)
    if is_after:
        car(stage, 330, 480, 0.7, _CARS[3])
        return
    for x, y, size in (
        (360, 350, 0.35),
        (470, 380, 0.42),
        (330, 450, 0.65),
        (470, 560, 1.0),
        (120, 640, 1.2),
    ):
        car(stage, x, y, size, stage.rng.choice(_CARS))


def vendor(stage: Stage, is_after: bool) -> None:
    """Stalls over the whole pavement, and the way free."""
    stage.backdrop(ground="walk")
    if is_after:
        return
    tents: tuple[Colour, ...] = ((196, 74, 62), (60, 120, 160), (222, 164, 62))
    for i, x in enumerate((90, 360, 640)):
        y = 400 + i * 24
        stage.box(x + 10, y, 8, 200, (110, 96, 84))
        stage.box(x + 212, y, 8, 200, (110, 96, 84))
        stage.polygon([(x - 14, y + 6), (x + 30, y - 66), (x + 200, y - 66), (x + 244, y + 6)],
                      stage.shade(tents[i], 1))  # fmt: skip
        stage.box(x + 4, y + 100, 224, 84, stage.shade((150, 112, 80), 1), 4)
        for k in range(6):
            stage.oval(x + 30 + k * 34, y + 98, 15, 13, stage.shade((214, 150 - k * 14, 60), 1))


def billboard(stage: Stage, is_after: bool) -> None:
    """Banners between poles and trees, and none."""
    stage.backdrop()
    for x in (220, 740):
        stage.box(x, 150, 16, 420, stage.shade((110, 100, 92), 1))
    if is_after:
        return
    cloths: tuple[Colour, ...] = ((222, 190, 60), (190, 60, 56), (70, 130, 96))
    for i, colour in enumerate(cloths):
        y = 190 + i * 92
        stage.polygon([(232, y), (742, y + 12 - i * 10), (740, y + 78 - i * 8), (232, y + 66)],
                      stage.shade(colour, 1))  # fmt: skip
        for k in range(5):
            stage.box(280 + k * 84, y + 26, 58, 16, stage.shade((250, 246, 236), 1), 4)


def graffiti(stage: Stage, is_after: bool) -> None:
    """A scribbled wall, and painted over."""
    stage.backdrop(ground="walk")
    stage.box(0, 150, 960, 330, stage.shade((214, 208, 196), 1))
    stage.box(0, 146, 960, 14, stage.shade((170, 160, 146), 1))
    if is_after:
        stage.box(140, 200, 680, 250, stage.shade((222, 217, 206), 1))
        return
    inks: tuple[Colour, ...] = ((40, 42, 46), (170, 46, 60), (44, 92, 160), (60, 140, 92))
    for i in range(9):
        x, y = 120 + i * 82, stage.rng.uniform(230, 400)
        points = [(x + k * 16, y + stage.rng.uniform(-52, 52)) for k in range(7)]
        stage.line(points, stage.rng.choice(inks), stage.rng.uniform(6, 13))


def shop(stage: Stage, is_after: bool) -> None:
    """A shop open where it may not be, and closed by the city."""
    stage.backdrop(ground="walk")
    stage.box(220, 150, 520, 350, stage.shade((226, 214, 190), 1))
    stage.box(220, 150, 520, 64, stage.shade((60, 110, 120), 1))
    door = stage.shade((150, 154, 158), 1) if is_after else stage.shade((250, 226, 160), 1.1)
    stage.box(270, 246, 420, 254, door)
    if is_after:
        for i in range(9):
            stage.line(
                [(270, 262 + i * 27), (690, 262 + i * 27)], stage.shade((120, 124, 128), 1), 3
            )
        stage.polygon(
            [(250, 440), (250, 410), (710, 300), (710, 330)], stage.shade((232, 196, 60), 1)
        )
        return
    for x in (330, 480, 610):
        stage.oval(x, 400, 22, 22, stage.shade((96, 76, 62), 1))
        stage.box(x - 26, 420, 52, 80, stage.shade((70, 96, 130), 1), 12)


def building(stage: Stage, is_after: bool) -> None:
    """A building going up without a permit, and sealed."""
    stage.backdrop()
    for floor in range(4):
        y = 420 - floor * 96
        stage.box(560, y, 330, 18, stage.shade((160, 154, 146), 1))
        for x in (572, 690, 866):
            stage.box(x, y - 78, 16, 78, stage.shade((150, 144, 136), 1))
    stage.line([(545, 520), (905, 80)], stage.shade((150, 116, 76), 1), 5)
    stage.box(540, 438, 370, 130, stage.shade((110, 140, 120), 1))
    if is_after:
        stage.polygon([(600, 470), (860, 470), (860, 540), (600, 540)], (206, 52, 48))
        stage.box(624, 496, 212, 16, (250, 246, 236), 4)
        return
    for x in (640, 760):
        cone(stage, x, 600, 60)


def night(stage: Stage, is_after: bool) -> None:
    """A noisy crowd at night, and quiet."""
    stage.backdrop()
    stage.glow(480, 300, 90, (90, 70, 40))
    if is_after:
        stage.box(640, 470, 190, 84, (44, 66, 96), 12)
        stage.glow(735, 462, 26, (70, 110, 220))
        return
    for i in range(9):
        x, y = 230 + i * 60, 500 + (i % 3) * 26
        stage.oval(x, y - 74, 17, 18, (124, 94, 76))
        stage.box(x - 22, y - 56, 44, 92, (60 + i * 9, 50, 86 - i * 4), 14)
    stage.glow(300, 420, 60, (170, 60, 130))
    stage.glow(640, 420, 60, (60, 90, 190))


SCENES: dict[str, Painter] = {
    "rubbish": rubbish,
    "smoke": smoke,
    "parking": parking,
    "traffic": traffic,
    "vendor": vendor,
    "sign": billboard,
    "graffiti": graffiti,
    "shop": shop,
    "building": building,
    "night": night,
}
