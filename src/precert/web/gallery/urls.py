"""Routes of the gallery; `config.urls` includes them under /gallery outside production only."""

from django.urls import path

from precert.web.gallery import views

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("/codes", views.codes, name="gallery_codes"),
    path("/save", views.save, name="gallery_save"),
    path("/upload", views.upload, name="gallery_upload"),
    path("/order", views.order, name="gallery_order"),
    path("/fresh", views.fresh, name="gallery_fresh"),
    path("/public", views.before_sign_in, name="gallery_public"),
    path("/error/<int:status>", views.error, name="gallery_error"),
]
