"""Reading ahead: the next pieces are made in a thread while the present one is used."""

from collections.abc import Generator, Iterable
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_POLL = 0.1


class _End:
    """The last thing in the queue: what ended the reading, or None for its natural end."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def read_ahead(pieces: Iterable[T], *, depth: int) -> Generator[T, None, None]:
    """`pieces` in their order, at most `depth` of them made before they are asked for.

    An exception of the source is raised where it would have been; closing the iterator ends the thread.
    """
    queue: Queue[T | _End] = Queue(maxsize=depth)
    stop = Event()
    thread = Thread(target=_fill, args=(pieces, queue, stop), name="read-ahead", daemon=True)
    return _drain(queue, stop, thread)


def _fill(pieces: Iterable[T], queue: "Queue[T | _End]", stop: Event) -> None:
    error: BaseException | None = None
    try:
        for piece in pieces:
            if not _put(queue, piece, stop):
                break
    except BaseException as raised:
        error = raised
    if isinstance(pieces, Generator):
        pieces.close()
    _put(queue, _End(error), stop)


def _put(queue: "Queue[T | _End]", piece: "T | _End", stop: Event) -> bool:
    while not stop.is_set():
        try:
            queue.put(piece, timeout=_POLL)
        except Full:
            continue
        return True
    return False


def _drain(queue: "Queue[T | _End]", stop: Event, thread: Thread) -> Generator[T, None, None]:
    thread.start()
    try:
        while True:
            piece = queue.get()
            if isinstance(piece, _End):
                if piece.error is not None:
                    raise piece.error
                return
            yield piece
    finally:
        stop.set()
        while thread.is_alive():
            try:
                queue.get_nowait()
            except Empty:
                thread.join(_POLL)
