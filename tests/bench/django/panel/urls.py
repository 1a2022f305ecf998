from django.urls import path

from panel import films

urlpatterns = [
    path("api/v1/movies/", films.FilmList.as_view()),
    path("api/v1/movies/<uuid:pk>/", films.Film.as_view()),
    path("prefetched/movies/", films.PrefetchedList.as_view()),
    path("prefetched/movies/<uuid:pk>/", films.PrefetchedFilm.as_view()),
]
