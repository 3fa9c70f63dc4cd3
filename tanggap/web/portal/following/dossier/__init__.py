"""One report as signed pages for whom its reporter turns to next: made anew, kept nowhere."""
