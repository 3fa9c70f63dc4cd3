"""All addresses, with the simulator of the providers beside them."""

from django.urls import include, path

from tanggap.project.urls import handler400, handler403, handler404, handler500
from tanggap.project.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*real, path("peraga/", include("tanggap.web.simulator.urls"))]
