"""Pages of a list, by the address."""

from django.http import HttpRequest, QueryDict

PER_PAGE = 25


def page_of(query: QueryDict) -> int:
    """The page number in an address: 1 if there is none."""
    page = query.get("page", "1")
    return int(page) if page.isdecimal() and len(page) < 9 else 1


def paging(page: int, total: int) -> dict[str, int]:
    """What the pager (`web/parts/pager.html`) shows of a list of ``total`` rows."""
    return {
        "page": page,
        "pages": max(page, -(-total // PER_PAGE)),
        "previous_page": page - 1,
        "next_page": page + 1,
    }


def without_page(request: HttpRequest) -> QueryDict:
    """The filters of an address, for links to other pages of the list and for its spreadsheet."""
    query = request.GET.copy()
    query.pop("page", None)
    return query
