"""A text as the patterns read it."""


def lowered(text: str) -> str:
    """The text in small letters, every sign at its place: a letter that would become two stays."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)
