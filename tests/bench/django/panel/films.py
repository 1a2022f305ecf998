"""The films API of such a panel. Lists are there twice: with arrays that PostgreSQL gathers, and with prefetched objects."""
import json

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import transaction
from django.db.models import Prefetch, Q, Value
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views import View
from django.views.generic.detail import BaseDetailView
from django.views.generic.list import BaseListView

from panel.models import FilmWork, Genre, GenreFilmWork, PersonFilmWork

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


class Search(PrefetchedList):
    """As search_fields of an admin page look for it: every word somewhere."""

    def get_queryset(self):
        films = super().get_queryset()
        for word in self.request.GET.get("query", "").split():
            films = films.filter(Q(title__icontains=word) | Q(description__icontains=word))
        return films


class Save(View):
    """A film with its genres and people, as the form of an admin page saves them: validated, in one transaction."""

    def put(self, request, pk):
        given = json.loads(request.body)
        with transaction.atomic():
            film = get_object_or_404(FilmWork.objects.select_for_update(), pk=pk)
            for name in ("title", "description", "creation_date", "rating", "type"):
                setattr(film, name, given[name])
            film.full_clean()
            film.save()
            self.keep(GenreFilmWork, film, ("genre_id",), {(genre,) for genre in given["genres"]})
            people = {(person["id"], person["role"]) for person in given["people"]}
            self.keep(PersonFilmWork, film, ("person_id", "role"), people)
        return JsonResponse({"id": film.pk})

    def keep(self, model, film, fields, wanted):
        there = {tuple(str(getattr(link, name)) for name in fields): link for link in model.objects.filter(film_work=film)}
        gone = [link.pk for key, link in there.items() if key not in wanted]
        if gone:
            model.objects.filter(pk__in=gone).delete()
        model.objects.bulk_create(
            model(film_work=film, **dict(zip(fields, key))) for key in wanted if key not in there
        )
