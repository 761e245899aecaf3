"""What a browser says it is, in words: just enough for its owner to know it again. Unknown ones are
named so; nothing is decided by it.
"""

BROWSERS = (  # the first that is named counts: nearly all call themselves Chrome and Safari too
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def in_words(agent: str) -> str:
    """`Firefox on Windows`."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return (
        " on ".join(part for part in (browser or "A browser", system) if part)
        if browser or system
        else "Unknown browser"
    )
