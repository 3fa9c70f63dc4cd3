"""Offices, the people who work in them, what each may do, and the phones that they share."""

from tanggap.people.models.devices import Device, Pin
from tanggap.people.models.institution import (
    Agency,
    ApiKey,
    Change,
    Invitation,
    Membership,
    MembershipQuerySet,
    Role,
    StaffList,
    StaffListLine,
    StandIn,
    StandInQuerySet,
    User,
    Users,
)

__all__ = [
    "Agency",
    "ApiKey",
    "Change",
    "Device",
    "Invitation",
    "Membership",
    "MembershipQuerySet",
    "Pin",
    "Role",
    "StaffList",
    "StaffListLine",
    "StandIn",
    "StandInQuerySet",
    "User",
    "Users",
]
