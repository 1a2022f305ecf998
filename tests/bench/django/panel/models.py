"""The film catalogue as such a panel maps it, over the tables that are there."""
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


class Keyed(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Genre(Keyed):
    name = models.TextField(unique=True)
    description = models.TextField(blank=True, null=True)
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "genre"


class Person(Keyed):
    full_name = models.TextField()
    modified = models.DateTimeField(auto_now=True)

    class Meta:
        managed = False
        db_table = "person"


class FilmWork(Keyed):
    class Type(models.TextChoices):
        MOVIE = "movie"
        TV_SHOW = "tv_show"

    title = models.TextField()
    description = models.TextField(blank=True, null=True)
    creation_date = models.DateField(blank=True, null=True)
    certificate = models.TextField(blank=True, null=True)
    file_path = models.TextField(blank=True, null=True)
    rating = models.FloatField(blank=True, null=True, validators=[MinValueValidator(0), MaxValueValidator(10)])
    type = models.TextField(choices=Type.choices)
    modified = models.DateTimeField(auto_now=True)
    genres = models.ManyToManyField(Genre, through="GenreFilmWork")
    persons = models.ManyToManyField(Person, through="PersonFilmWork")

    class Meta:
        managed = False
        db_table = "film_work"
        ordering = ["title", "id"]


class GenreFilmWork(Keyed):
    film_work = models.ForeignKey(FilmWork, on_delete=models.CASCADE)
    genre = models.ForeignKey(Genre, on_delete=models.CASCADE)

    class Meta:
        managed = False
        db_table = "genre_film_work"


class PersonFilmWork(Keyed):
    class Role(models.TextChoices):
        ACTOR = "actor"
        DIRECTOR = "director"
        WRITER = "writer"

    film_work = models.ForeignKey(FilmWork, on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    role = models.TextField(choices=Role.choices)

    class Meta:
        managed = False
        db_table = "person_film_work"
