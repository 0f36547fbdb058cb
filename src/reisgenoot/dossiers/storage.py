"""Where the bytes of documents go: the database, or what ``STORAGES["documents"]`` names."""

from django.conf import settings
from django.core.files.storage import Storage, default_storage, storages


def kept_in_database() -> bool:
    """Whether documents are kept in the database: so unless ``STORAGES`` has a key ``documents``."""
    return "documents" not in settings.STORAGES


def document_storage() -> Storage:
    """The storage for documents; Django's default one, never written to, if they are in the database."""
    return default_storage if kept_in_database() else storages["documents"]
