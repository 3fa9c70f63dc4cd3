"""The stage of a drawn photograph: sky, houses, trees, a street in perspective, light and grain."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 720
_SCALE = 2  # drawn larger and shrunk, for smooth edges
HORIZON = 270

Colour = tuple[int, int, int]
Point = tuple[float, float]

# Sky above, sky below, house tint, road far, road near.
_LIGHTS: tuple[tuple[Colour, Colour, Colour, Colour, Colour], ...] = (
    ((169, 207, 220), (246, 231, 207), (224, 210, 189), (141, 144, 144), (93, 97, 99)),
    ((190, 203, 208), (222, 226, 224), (203, 205, 200), (126, 131, 133), (84, 90, 94)),
    ((244, 190, 142), (252, 231, 196), (226, 190, 160), (138, 126, 118), (88, 80, 78)),
    ((142, 197, 226), (226, 242, 244), (232, 224, 206), (150, 152, 150), (101, 104, 104)),
)
_NIGHT = ((16, 27, 43), (43, 52, 70), (45, 54, 70), (52, 58, 68), (34, 39, 48))
_ROOFS: tuple[Colour, ...] = ((168, 87, 61), (142, 100, 78), (120, 92, 96), (176, 112, 74))
_LEAVES: tuple[Colour, ...] = ((111, 155, 110), (88, 136, 98), (134, 166, 108), (76, 122, 92))


class Stage:
    """A canvas with helpers in units of the final picture (960 x 720)."""

    def __init__(self, rng: Random, *, variant: int, is_dark: bool) -> None:
        self.rng = rng
        self.is_dark = is_dark
        light = _NIGHT if is_dark else _LIGHTS[variant % len(_LIGHTS)]
        self.sky_top, self.sky_low, self.tint, self.far, self.near = light
        self.image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), self.sky_low)
        self.pen = ImageDraw.Draw(self.image)
        self._glow = Image.new("RGB", (WIDTH, HEIGHT))

    def backdrop(self, *, ground: str = "road") -> None:
        """Sky, houses and trees, then a `ground`: road, walk, grass, water or floor."""
        self.gradient((0, 0, WIDTH, HORIZON), self.sky_top, self.sky_low)
        self._houses()
        self._trees()
        {"road": self._road, "walk": self._walk, "grass": self._grass}[ground]()

    def gradient(self, box: tuple[float, float, float, float], top: Colour, low: Colour) -> None:
        """A box filled from `top` to `low`."""
        x0, y0, x1, y1 = (round(v * _SCALE) for v in box)
        rows = np.linspace(0, 1, max(1, y1 - y0))[:, None]
        band = np.array(top) * (1 - rows) + np.array(low) * rows
        strip = Image.fromarray(band.astype(np.uint8)[:, None, :], "RGB")
        self.image.paste(strip.resize((x1 - x0, y1 - y0)), (x0, y0))

    def polygon(self, points: Sequence[Point], fill: Colour, line: Colour | None = None) -> None:
        """A filled polygon."""
        shape = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.pen.polygon(shape, fill=fill, outline=line, width=2 * _SCALE if line else 0)

    def box(self, x: float, y: float, w: float, h: float, fill: Colour, radius: int = 0) -> None:
        """A rectangle by its corner and size."""
        shape = (x * _SCALE, y * _SCALE, (x + w) * _SCALE, (y + h) * _SCALE)
        self.pen.rounded_rectangle(shape, radius * _SCALE, fill=fill)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """An ellipse by its centre and radii."""
        shape = ((x - rx) * _SCALE, (y - ry) * _SCALE, (x + rx) * _SCALE, (y + ry) * _SCALE)
        self.pen.ellipse(shape, fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float = 4) -> None:
        """A line with round joints."""
        shape = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.pen.line(shape, fill=fill, width=round(width * _SCALE), joint="curve")

    def blob(self, x: float, y: float, rx: float, ry: float, fill: Colour, rough: float) -> None:
        """An uneven ellipse, as of water or earth."""
        steps = 26
        points = []
        for i in range(steps):
            angle = math.tau * i / steps
            size = 1 + self.rng.uniform(-rough, rough)
            points.append((x + rx * size * math.cos(angle), y + ry * size * math.sin(angle)))
        self.polygon(points, fill)

    def glow(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Light that shines over everything around it."""
        pen = ImageDraw.Draw(self._glow)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    def picture(self, *, seed: int) -> Image.Image:
        """The finished picture: shrunk, with its lights and a little grain."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR)
        if self._glow.getbbox():
            small = ImageChops.screen(small, self._glow.filter(ImageFilter.GaussianBlur(46)))
        noise = np.random.default_rng(seed).normal(0, 3.2, (HEIGHT, WIDTH, 1))
        grained = np.clip(np.asarray(small, dtype=np.float32) + noise, 0, 255)
        return Image.fromarray(grained.astype(np.uint8), "RGB")

    def shade(self, colour: Colour, factor: float) -> Colour:
        """The colour darker (below 1) or lighter (above)."""
        dim = 0.42 if self.is_dark else 1.0
        r, g, b = (min(255, max(0, round(c * factor * dim))) for c in colour)
        return (r, g, b)

    def road_x(self, at: float, y: float) -> float:
        """The x of a place on the road: `at` -1 is its left edge, 1 its right one."""
        depth = (y - HORIZON) / (HEIGHT - HORIZON)
        return WIDTH / 2 + at * (20 + 500 * depth)

    def _houses(self) -> None:
        x = -30.0
        while x < WIDTH:
            width = self.rng.uniform(80, 150)
            top = HORIZON - self.rng.uniform(60, 150)
            wall = self.shade(self.tint, self.rng.uniform(0.86, 1.06) if not self.is_dark else 2.2)
            self.box(x, top, width, HORIZON - top + 4, wall)
            self._roof(x, top, width)
            self._windows(x, top, width)
            x += width + self.rng.uniform(0, 30)

    def _roof(self, x: float, top: float, width: float) -> None:
        if self.rng.random() < 0.6:
            roof = self.shade(self.rng.choice(_ROOFS), 1)
            self.polygon([(x - 8, top), (x + width / 2, top - 38), (x + width + 8, top)], roof)

    def _windows(self, x: float, top: float, width: float) -> None:
        lit, glass = (242, 198, 113), self.shade((127, 148, 155), 1)
        for row in range(2):
            for column in range(int(width // 34)):
                is_lit = self.is_dark and self.rng.random() < 0.25
                colour = lit if is_lit else glass
                self.box(x + 12 + column * 32, top + 18 + row * 40, 15, 20, colour)

    def _trees(self) -> None:
        for _ in range(self.rng.randrange(3, 6)):
            self.tree(self.rng.uniform(0, WIDTH), HORIZON + 4, self.rng.uniform(36, 62))

    def tree(self, x: float, y: float, size: float) -> None:
        """A round tree standing at (x, y)."""
        self.box(x - size / 10, y - size, size / 5, size, self.shade((112, 88, 70), 1))
        leaf = self.shade(self.rng.choice(_LEAVES), 1)
        for dx, dy, r in ((-0.4, -1.2, 0.55), (0.4, -1.25, 0.52), (0, -1.6, 0.6)):
            self.oval(x + dx * size, y + dy * size, r * size, r * size, leaf)

    def _ground(self, top: Colour, low: Colour) -> None:
        self.gradient((0, HORIZON, WIDTH, HEIGHT), top, low)

    def _road(self) -> None:
        walk = self.shade((205, 191, 169), 0.95)
        self._ground(walk, self.shade((179, 161, 137), 0.95))
        left, right = self.road_x(-1, HORIZON), self.road_x(1, HORIZON)
        edge_l, edge_r = self.road_x(-1, HEIGHT), self.road_x(1, HEIGHT)
        curb = self.shade((236, 232, 220), 1)
        self.polygon([(left - 8, HORIZON), (right + 8, HORIZON), (edge_r + 34, HEIGHT),
                      (edge_l - 34, HEIGHT)], curb)  # fmt: skip
        self.polygon([(left, HORIZON), (right, HORIZON), (edge_r, HEIGHT), (edge_l, HEIGHT)],
                     self.near)  # fmt: skip
        for y, h in ((300, 12), (340, 20), (400, 32), (485, 48), (600, 74)):
            w = (y - HORIZON) / 30
            self.polygon([(480 - w, y), (480 + w, y), (480 + w * 1.3, y + h),
                          (480 - w * 1.3, y + h)], self.shade((226, 220, 202), 1))  # fmt: skip

    def _walk(self) -> None:
        self._ground(self.shade((214, 202, 182), 1), self.shade((186, 170, 148), 1))
        joint = self.shade((158, 144, 124), 1)
        for i in range(9):
            y = HORIZON + 8 * 1.62**i
            self.line([(0, y), (WIDTH, y)], joint, 2)
        for i in range(-8, 9):
            self.line([(480 + i * 26, HORIZON), (480 + i * 190, HEIGHT)], joint, 2)

    def _grass(self) -> None:
        self._ground(self.shade((158, 184, 128), 1), self.shade((112, 148, 98), 1))
        path = self.shade((216, 200, 170), 1)
        self.polygon([(430, HORIZON), (520, HORIZON), (820, HEIGHT), (330, HEIGHT)], path)


Painter = Callable[[Stage, bool], None]
