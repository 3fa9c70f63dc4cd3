"""Streets, lamps, cables, trees, drains, floods."""

from __future__ import annotations

from tanggap.ops.demo.drawing.stage import HEIGHT, HORIZON, WIDTH, Colour, Painter, Stage

EARTH: Colour = (104, 84, 66)
WATER: Colour = (122, 142, 148)
PATCH: Colour = (58, 61, 64)
ORANGE: Colour = (232, 122, 44)


def cone(stage: Stage, x: float, y: float, size: float) -> None:
    """A traffic cone standing at (x, y)."""
    stage.polygon([(x - size / 3, y), (x + size / 3, y), (x, y - size)], stage.shade(ORANGE, 1.5))
    stage.box(x - size / 2.2, y - 3, size / 1.1, 7, stage.shade(ORANGE, 1.1), 2)
    stage.box(x - size / 6, y - size * 0.55, size / 3, size / 7, (250, 246, 236))


def road(stage: Stage, is_after: bool) -> None:
    """A hole, and its patch."""
    stage.backdrop()
    x, y = 480 + stage.rng.uniform(-130, 130), stage.rng.uniform(500, 590)
    w = stage.rng.uniform(110, 165)
    if is_after:
        stage.polygon([(x - w, y - 42), (x + w, y - 46), (x + w * 1.2, y + 46),
                       (x - w * 1.2, y + 50)], PATCH, (42, 45, 48))  # fmt: skip
        return
    stage.blob(x, y, w, w * 0.36, stage.shade(EARTH, 0.8), 0.12)
    stage.blob(x + 4, y + 8, w * 0.76, w * 0.24, stage.shade(WATER, 1), 0.1)
    for dx, dy in ((-1.25, -0.2), (1.2, 0.25), (0.7, -0.5), (-0.8, 0.5)):
        start = (x + dx * w * 0.85, y + dy * w * 0.5)
        stage.line([start, (start[0] + dx * 46, start[1] + dy * 30)], (52, 54, 56), 4)
    for _ in range(9):
        stage.oval(x + stage.rng.uniform(-w, w) * 1.4, y + stage.rng.uniform(-40, 60), 6, 4, EARTH)


def pavement(stage: Stage, is_after: bool) -> None:
    """Loose tiles and an open slab, and the pavement whole again."""
    stage.backdrop(ground="walk")
    guide = stage.shade((232, 190, 72), 1)
    stage.polygon([(468, HORIZON), (492, HORIZON), (560, HEIGHT), (400, HEIGHT)], guide)
    x, y = stage.rng.uniform(280, 680), stage.rng.uniform(480, 560)
    corners = [(x - 110, y - 40), (x + 110, y - 40), (x + 140, y + 60), (x - 140, y + 60)]
    if is_after:
        stage.polygon(corners, stage.shade((222, 214, 200), 1), stage.shade((150, 138, 120), 1))
        return
    stage.polygon(corners, (46, 42, 40), stage.shade((120, 108, 96), 1))
    for _ in range(7):
        dx, dy = stage.rng.uniform(-200, 200), stage.rng.uniform(40, 120)
        tile = stage.shade((196, 182, 162), stage.rng.uniform(0.85, 1.05))
        stage.polygon([(x + dx, y + dy), (x + dx + 52, y + dy + 8), (x + dx + 40, y + dy + 34),
                       (x + dx - 10, y + dy + 24)], tile)  # fmt: skip


def lamp(stage: Stage, is_after: bool) -> None:
    """Street lamps dark, and alight."""
    stage.backdrop()
    for x, top, foot in ((200, 90, 620), (690, 150, 480), (400, 205, 380)):
        pole = (104, 114, 124)
        width = (foot - top) / 60
        stage.box(x, top, width, foot - top, pole)
        stage.line([(x, top), (x + (foot - top) / 5, top - 12)], pole, width)
        head = (x + (foot - top) / 5, top - 8)
        stage.oval(*head, width * 2.4, width, (255, 236, 178) if is_after else (70, 78, 88))
        if is_after:
            stage.glow(*head, (foot - top) / 5, (150, 112, 56))
            stage.glow(head[0], foot - 20, (foot - top) / 3.6, (70, 52, 26))


def cable(stage: Stage, is_after: bool) -> None:
    """Cables hanging low, and tied up."""
    stage.backdrop()
    for x in (120, 820):
        stage.box(x, 60, 18, 560, stage.shade((92, 86, 80), 1))
    for i in range(7):
        low = 120 + i * 10 if is_after else 230 + i * stage.rng.uniform(20, 46)
        points = []
        for step in range(25):
            t = step / 24
            points.append((129 + 700 * t, 90 + i * 9 + (low - 90) * 4 * t * (1 - t) * 0.9))
        stage.line(points, (38, 40, 44), 3.5)
    if not is_after:
        stage.line([(500, 330), (520, 430), (505, 520)], (38, 40, 44), 4)


def tree(stage: Stage, is_after: bool) -> None:
    """A fallen tree across the road, and the road clear."""
    stage.backdrop()
    bark, leaf = stage.shade((112, 88, 70), 1), stage.shade((82, 128, 92), 1)
    stage.box(96, 470, 62, 90, bark)
    if is_after:
        stage.oval(127, 470, 33, 12, stage.shade((206, 178, 140), 1))
        return
    stage.polygon([(110, 470), (150, 452), (640, 520), (640, 566), (130, 530)], bark)
    for _ in range(26):
        x, y = stage.rng.uniform(520, 860), stage.rng.uniform(420, 610)
        size = stage.rng.uniform(36, 66)
        shade = stage.shade(leaf, stage.rng.uniform(0.8, 1.25))
        stage.oval(x, y, size, size * 0.8, shade)
    cone(stage, 380, 640, 70)


def drain(stage: Stage, is_after: bool) -> None:
    """A drain full of mud and rubbish, and running clear."""
    stage.backdrop()
    stage.polygon([(60, HEIGHT), (330, HEIGHT), (452, HORIZON + 30), (428, HORIZON + 30)],
                  stage.shade((170, 164, 154), 1))  # fmt: skip
    fill = (110, 150, 158) if is_after else (66, 60, 48)
    stage.polygon([(100, HEIGHT), (290, HEIGHT), (446, HORIZON + 40), (434, HORIZON + 40)],
                  stage.shade(fill, 1))  # fmt: skip
    if is_after:
        for i in range(5):
            stage.line(
                [(150 + i * 40, 690 - i * 80), (210 + i * 38, 690 - i * 80)], (206, 226, 228), 3
            )
        return
    litter(stage, 26, (110, 460), (420, 700))


def litter(stage: Stage, count: int, x: tuple[int, int], y: tuple[int, int]) -> None:
    """Bags, cups and boxes strewn over a region."""
    colours: tuple[Colour, ...] = (
        (226, 226, 220), (60, 62, 66), (176, 74, 62), (70, 120, 158), (214, 178, 96), (96, 130, 92),
    )  # fmt: skip
    for _ in range(count):
        px, py = stage.rng.uniform(*x), stage.rng.uniform(*y)
        size = stage.rng.uniform(12, 36) * (0.5 + (py - HORIZON) / 420)
        colour = stage.shade(stage.rng.choice(colours), stage.rng.uniform(0.85, 1.1))
        stage.blob(px, py, size, size * 0.75, colour, 0.22)


def flood(stage: Stage, is_after: bool) -> None:
    """The street under water, and dry."""
    stage.backdrop()
    if is_after:
        stage.blob(700, 640, 90, 16, stage.shade((110, 116, 118), 1), 0.1)
        return
    stage.gradient((0, HORIZON + 40, WIDTH, HEIGHT), (150, 142, 122), (122, 112, 92))
    for _ in range(40):
        x, y = stage.rng.uniform(0, WIDTH), stage.rng.uniform(HORIZON + 60, HEIGHT)
        width = (y - HORIZON) / 4
        stage.line([(x, y), (x + width, y)], (176, 168, 148), 3)
    car(stage, 560, 470, 1.1, (176, 60, 52), sunk=True)


def car(
    stage: Stage, x: float, y: float, size: float, colour: Colour, *, sunk: bool = False
) -> None:
    """A car seen from the side, its left wheel at (x, y)."""
    body = stage.shade(colour, 1)
    stage.box(x - 30 * size, y - 60 * size, 220 * size, 52 * size, body, round(14 * size))
    roof = ((10, -58), (42, -100), (122, -100), (160, -58))
    glass = ((24, -60), (48, -92), (116, -92), (144, -60))
    for shape, fill in ((roof, body), (glass, stage.shade((176, 200, 208), 1))):
        stage.polygon([(x + dx * size, y + dy * size) for dx, dy in shape], fill)
    if sunk:
        stage.box(x - 44 * size, y - 22 * size, 260 * size, 30 * size, (140, 131, 110))
        return
    for wheel in (12, 138):
        stage.oval(x + wheel * size, y - 8 * size, 21 * size, 21 * size, (36, 38, 42))
        stage.oval(x + wheel * size, y - 8 * size, 9 * size, 9 * size, (150, 154, 158))


SCENES: dict[str, Painter] = {
    "road": road,
    "pavement": pavement,
    "lamp": lamp,
    "cable": cable,
    "tree": tree,
    "drain": drain,
    "flood": flood,
}
