"""The first day: every page opens before there is any record, for everybody."""

from __future__ import annotations

import pytest

from jihuan.apps.accounts.groups import GRANTS
from tests.house.test_access import addresses


@pytest.mark.parametrize("group", sorted(GRANTS))
@pytest.mark.parametrize("place", ["region", "library", "library_unit"])
def test_every_page_opens_before_there_is_any_record(county, person, client, group, place) -> None:
    client.force_login(person("zhou", getattr(county, place), group))
    plain = ["/" + address for address in addresses() if "<" not in address and address != "sign-out/"]
    statuses = {address: client.get(address).status_code for address in plain}
    assert {address: status for address, status in statuses.items() if status not in (200, 302, 403, 405)} == {}
    assert statuses["/"] == statuses["/account/"] == 200
    assert 200 in {statuses[address] for address in plain if address not in ("/", "/account/")}
