export default {
  deletion: {
    title: 'Удалить «%{name}»?',
    text: 'Вместе с этим исчезнет следующее. Удаление можно отменить: из сообщения, которое появится, или из истории.',
    done: 'Удалено: «%{name}».',
    objects: 'Удаляется: %{smart_count} |||| Удаляются: %{smart_count} |||| Удаляются: %{smart_count}',
    with_links: 'Исчезнет и то, что с этим связано',
    links: {
      genre: 'жанров с фильмами: %{smart_count} |||| жанров с фильмами: %{smart_count} |||| жанров с фильмами: %{smart_count}',
      actor: 'в роли актёра: %{smart_count} |||| в роли актёров: %{smart_count} |||| в роли актёров: %{smart_count}',
      director: 'в роли режиссёра: %{smart_count} |||| в роли режиссёров: %{smart_count} |||| в роли режиссёров: %{smart_count}',
      writer: 'в роли сценариста: %{smart_count} |||| в роли сценаристов: %{smart_count} |||| в роли сценаристов: %{smart_count}',
    },
    files: { poster: 'постер |||| постеров: %{smart_count} |||| постеров: %{smart_count}', video: 'видео |||| видео: %{smart_count} |||| видео: %{smart_count}' },
    indices: 'В поисковых индексах',
    removed: {
      movies: 'исчезнет %{smart_count} фильм |||| исчезнут %{smart_count} фильма |||| исчезнут %{smart_count} фильмов',
      genres: 'исчезнет %{smart_count} жанр |||| исчезнут %{smart_count} жанра |||| исчезнут %{smart_count} жанров',
      persons: 'исчезнет %{smart_count} персона |||| исчезнут %{smart_count} персоны |||| исчезнут %{smart_count} персон',
    },
    changed: {
      movies: 'обновится %{smart_count} фильм |||| обновятся %{smart_count} фильма |||| обновятся %{smart_count} фильмов',
      genres: 'обновится %{smart_count} жанр |||| обновятся %{smart_count} жанра |||| обновятся %{smart_count} жанров',
      persons: 'обновится %{smart_count} персона |||| обновятся %{smart_count} персоны |||| обновятся %{smart_count} персон',
    },
    large:
      'Это затронет многое: %{smart_count} документ в индексах. |||| Это затронет многое: %{smart_count} документа в индексах. |||| Это затронет многое: %{smart_count} документов в индексах.',
    type: 'Чтобы продолжить, введите: %{name}',
    name: 'Название',
  },
};
