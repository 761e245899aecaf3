"""Routes of the gallery; `config.urls` includes them outside production only."""

from django.urls import path

from precert.demo.gallery import views

urlpatterns = [
    path("gallery", views.gallery, name="gallery"),
    path("gallery/codes", views.codes, name="gallery_codes"),
    path("gallery/save", views.save, name="gallery_save"),
    path("gallery/upload", views.upload, name="gallery_upload"),
    path("gallery/order", views.order, name="gallery_order"),
    path("gallery/fresh", views.fresh, name="gallery_fresh"),
    path("gallery/public", views.before_sign_in, name="gallery_public"),
    path("gallery/error/<id:status>", views.error, name="gallery_error"),
]
