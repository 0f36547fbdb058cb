"""Pages of a list, by the address."""

from django.http import HttpRequest, QueryDict

PER_PAGE = 25
AHEAD = 200
"""So many rows beyond a page are counted: to count all of the whole country takes longer than the page itself."""


class Counted(int):
    """How many rows there are, or that there are ``more``: then "200+"."""

    more: bool

    def __new__(cls, rows: int, last: int | None = None) -> "Counted":
        """``rows`` of a query that stopped after ``last + 1``, if it did."""
        made = super().__new__(cls, rows if last is None else min(rows, last))
        made.more = last is not None and rows > last
        return made

    def __str__(self) -> str:
        return f"{int(self)}+" if self.more else str(int(self))


def page_of(query: QueryDict) -> int:
    """The page number in an address: 1 if there is none."""
    page = query.get("page", "1")
    return int(page) if page.isdecimal() and len(page) < 9 else 1


def paging(page: int, total: int) -> dict[str, int]:
    """What the pager (`web/parts/pager.html`) shows of a list of ``total`` rows."""
    return {
        "page": page,
        "pages": max(page, -(-total // PER_PAGE)),
        "more": isinstance(total, Counted) and total.more,
        "previous_page": page - 1,
        "next_page": page + 1,
    }


def without_page(request: HttpRequest) -> QueryDict:
    """The filters of an address, for links to other pages of the list and for its spreadsheet."""
    query = request.GET.copy()
    query.pop("page", None)
    return query
