"""The shelf of letters: one Typst template a file, its header in `//:` lines (TOML).

- `audience = "provider"`: for whom
- `outcomes = ["approved", "partial"]`: of the request as a whole
- `event = "determination"`: what it is about (`letters.occasions`); this where nothing is said
- `file_name = "PA-UMApproval"`: only where the letter is made for every contract; else the pack
  names it
- `title = "Notice of Approval"`: likewise
"""
