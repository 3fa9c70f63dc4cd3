"""Addresses of Open311 GeoReport v2: the format is the suffix."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from tanggap.api.georeport import endpoint
from tanggap.api.read import views as read
from tanggap.api.write import views as write

app_name = "open311"


@endpoint("GET", "POST", "OPTIONS", audience="partner")
def requests(request: HttpRequest, *, suffix: str) -> HttpResponse:
    """One address, two doors: reading is for everybody, writing needs a key."""
    if request.method == "POST":
        return write.create(request, suffix=suffix)
    return read.requests(request, suffix=suffix)


urlpatterns = [
    path("discovery.<str:suffix>", read.discovery, name="discovery"),
    path("v2/discovery.<str:suffix>", read.discovery, name="discovery_v2"),
    path("v2/services.<str:suffix>", read.services, name="services"),
    re_path(r"^v2/services/(?P<code>[^/]+)\.(?P<suffix>\w+)$", read.service, name="service"),
    path("v2/requests.<str:suffix>", requests, name="requests"),
    re_path(r"^v2/requests/(?P<number>[^/]+)\.(?P<suffix>\w+)$", read.one, name="request"),
    re_path(r"^v2/tokens/(?P<token>[^/]+)\.(?P<suffix>\w+)$", read.token, name="token"),
    re_path(r"^v2/(?P<path>.*?)(?:\.(?P<suffix>\w+))?$", read.nothing, name="nothing"),
]
