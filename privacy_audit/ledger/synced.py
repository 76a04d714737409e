"""Folders that a sync tool keeps: while the program runs, SQLite's log lies beside the ledger, and a tool that copies
the two apart makes a damaged copy (sqlite.org/howtocorrupt.html, section 1.2; sqlite.org/wal.html, section 5).
"""

from pathlib import Path

#: What a folder holds that a tool keeps, by the tool.
_MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".sync": "Resilio Sync",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".seafile-data": "Seafile",
    ".tmp.driveupload": "Google Drive",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}
#: How the name of a folder begins that a tool makes, in small letters, by the tool.
_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "googledrive-": "Google Drive",
    "google drive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "pclouddrive": "pCloud",
    "megasync": "MEGA",
}


def keeper(path: Path) -> str:
    """Return the name of the tool that seems to keep the folder of a file or one above it, or nothing."""
    for folder in path.absolute().parents:
        name = folder.name.lower()
        for beginning, tool in _NAMES.items():
            if name == beginning or name.startswith((beginning + " ", beginning + "-", beginning + "(")):
                return tool
            if beginning.endswith("-") and name.startswith(beginning):
                return tool
        for mark, tool in _MARKS.items():
            try:
                if (folder / mark).exists():
                    return tool
            except OSError:
                continue
    return ""
