"""The films API of such a panel, twice: with arrays that PostgreSQL gathers, and with prefetched objects."""
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Prefetch, Q, Value
from django.http import JsonResponse
from django.views.generic.detail import BaseDetailView
from django.views.generic.list import BaseListView

from panel.models import FilmWork, Genre, PersonFilmWork

PLAIN = ("id", "title", "description", "creation_date", "rating", "type")
ROLES = {"actors": "actor", "directors": "director", "writers": "writer"}


def people(role):
    return ArrayAgg("persons__full_name", filter=Q(personfilmwork__role=role), distinct=True, default=Value([]))


class Films:
    model = FilmWork
    http_method_names = ["get"]

    def get_queryset(self):
        genres = ArrayAgg("genres__name", filter=Q(genres__isnull=False), distinct=True, default=Value([]))
        gathered = {name: people(role) for name, role in ROLES.items()}
        # A query that groups ignores Meta.ordering.
        return FilmWork.objects.values(*PLAIN).annotate(genres_names=genres, **gathered).order_by("title", "id")

    def as_json(self, film):
        film["genres"] = film.pop("genres_names")
        return film

    def render_to_response(self, context, **options):
        return JsonResponse(context, **options)


class FilmList(Films, BaseListView):
    paginate_by = 50

    def get_context_data(self, *, object_list=None, **kwargs):
        paginator, page, films, _ = self.paginate_queryset(self.get_queryset(), self.paginate_by)
        return {
            "count": paginator.count,
            "total_pages": paginator.num_pages,
            "prev": page.previous_page_number() if page.has_previous() else None,
            "next": page.next_page_number() if page.has_next() else None,
            "results": [self.as_json(film) for film in films],
        }


class Film(Films, BaseDetailView):
    def get_context_data(self, **kwargs):
        return self.as_json(self.object)


class Prefetched:
    """Five small queries a page, whatever the catalogue's size."""

    def get_queryset(self):
        links = PersonFilmWork.objects.select_related("person").only("film_work_id", "role", "person__full_name")
        return FilmWork.objects.only(*PLAIN).prefetch_related(
            Prefetch("genres", Genre.objects.only("name")), Prefetch("personfilmwork_set", links)
        )

    def as_json(self, film):
        shown = {name: getattr(film, name) for name in PLAIN}
        shown["genres"] = sorted(genre.name for genre in film.genres.all())
        links = film.personfilmwork_set.all()
        for name, role in ROLES.items():
            shown[name] = sorted({link.person.full_name for link in links if link.role == role})
        return shown


class PrefetchedList(Prefetched, FilmList):
    pass


class PrefetchedFilm(Prefetched, Film):
    pass
