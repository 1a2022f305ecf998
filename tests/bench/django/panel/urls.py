from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from panel import films

urlpatterns = [
    path("api/v1/movies/", films.FilmList.as_view()),
    path("api/v1/movies/<uuid:pk>/", films.Film.as_view()),
    path("prefetched/movies/", films.PrefetchedList.as_view()),
    path("prefetched/movies/<uuid:pk>/", films.PrefetchedFilm.as_view()),
    path("search/", films.Search.as_view()),
    path("films/<uuid:pk>/", csrf_exempt(films.Save.as_view())),
]
