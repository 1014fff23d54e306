"""Which rule each method of the tables is prepared by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hrtui.payroll.rules.states import (
    annual,
    atlantic,
    by_period,
    california,
    connecticut,
    new_york,
    own_annual,
    rows,
    southern,
    western,
)
from hrtui.payroll.rules.states.making import Making
from hrtui.payroll.rules.states.model import Rule, Version

PREPARED_BY: dict[type[Version], Callable[[Any, Making], Rule]] = {
    annual.NoTax: annual.no_tax,
    annual.Flat: annual.flat,
    annual.AnnualFlat: annual.annual_flat,
    annual.AnnualBrackets: annual.annual_brackets,
    annual.ElectedPercent: annual.elected_percent,
    atlantic.Maryland: atlantic.maryland,
    atlantic.Massachusetts: atlantic.massachusetts,
    by_period.Georgia: by_period.georgia,
    by_period.Idaho: by_period.idaho,
    by_period.Illinois: by_period.illinois,
    by_period.Indiana: by_period.indiana,
    by_period.Iowa: by_period.iowa,
    by_period.Louisiana: by_period.louisiana,
    california.California: california.california,
    connecticut.Connecticut: connecticut.connecticut,
    new_york.NewYork: new_york.new_york,
    new_york.NewYorkCity: new_york.new_york_city,
    own_annual.Maine: own_annual.maine,
    own_annual.Mississippi: own_annual.mississippi,
    own_annual.Nebraska: own_annual.nebraska,
    own_annual.SouthCarolina: own_annual.south_carolina,
    own_annual.Virginia: own_annual.virginia,
    own_annual.WestVirginia: own_annual.west_virginia,
    own_annual.Wisconsin: own_annual.wisconsin,
    rows.DerivedBrackets: rows.derived_brackets,
    rows.Kansas: rows.kansas,
    rows.Montana: rows.montana,
    rows.NewJersey: rows.new_jersey,
    rows.Oklahoma: rows.oklahoma,
    rows.RhodeIsland: rows.rhode_island,
    rows.Vermont: rows.vermont,
    southern.Alabama: southern.alabama,
    southern.Arkansas: southern.arkansas,
    western.Oregon: western.oregon,
    western.Utah: western.utah,
}
VERSIONS: tuple[type[Version], ...] = (*PREPARED_BY, new_york.ShareOfState)


def prepare(making: Making) -> Rule:
    """The rule of a version, for a certificate and a frequency."""
    version = making.tables.version
    if isinstance(version, new_york.ShareOfState) and version.nonresident is not None and not making.resident:
        return new_york.earnings_tax(version.nonresident, making, making.source.file)
    if isinstance(version, new_york.ShareOfState):
        parent = making.tables.parent
        assert parent is not None
        state = prepare(Making(parent, making.frequency, making.form, making.resident, parent.version.rounding))
        return new_york.share_of_state(version, making, state)
    return PREPARED_BY[type(version)](version, making)
