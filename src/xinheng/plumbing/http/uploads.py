"""Files that come in with a form: held without a name on disk, and never longer than the node allows."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

_WITHOUT_LOGIN = 1024 * 1024
_BESIDE_THE_FILE = 1024 * 1024
"""Bytes of a form beside its files: field names, boundaries, a mapping file."""


class UnnamedFileUpload(FileUploadHandler):
    """Writes a file where no other process can open it; it is gone with this one, however that ends.

    A body longer than `max_upload_bytes` is refused before it is read, or while it is when it does not tell its
    length; of somebody who is not logged in a small one already.
    """

    chunk_size = 1024 * 1024

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Refuse a body that says it is too long."""
        user = getattr(self.request, "user", None)
        known = user is not None and user.is_authenticated
        self._left = (settings.XINHENG.max_upload_bytes if known else _WITHOUT_LOGIN) + _BESIDE_THE_FILE
        if content_length > self._left:
            raise RequestDataTooBig("the body is longer than this node takes in")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next file of the form."""
        super().new_file(*args, **kwargs)
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (lives as long as the request)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take in a piece."""
        self._left -= len(raw_data)
        if self._left < 0:
            self.file.close()
            raise RequestDataTooBig("the body is longer than this node takes in")
        try:
            self.file.write(raw_data)
        except OSError:
            # closing writes what is buffered, and fails like that write
            with suppress(OSError):
                self.file.close()
            raise

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The file, rewound."""
        self.file.seek(0)
        return UploadedFile(
            file=self.file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Nothing is left of a body that broke off."""
        if hasattr(self, "file"):
            self.file.close()
