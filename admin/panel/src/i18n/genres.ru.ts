export default {
  resources: {
    genres: {
      name: 'Жанр |||| Жанры |||| Жанры',
      new: 'Новый жанр',
      title: 'Жанр «%{name}»',
      empty: { title: 'Жанров пока нет', text: 'По жанрам разложены фильмы; добавьте первый.' },
      none: { title: 'Ни один жанр не подходит', text: 'Поищите другое слово.' },
      fields: { id: 'Идентификатор', version: 'Версия', name: 'Название', description: 'Описание', created: 'Добавлен', modified: 'Изменён', films: 'Фильмы', q: 'Поиск по названию, описанию, id' },
      count: '%{shown} жанр |||| %{shown} жанра |||| %{shown} жанров',
      import_title: 'Загрузка жанров',
      import_columns: 'Столбцы: id, name, description, version. В выгрузке есть все.',
      missing: { label: 'Чего не хватает', description: 'Нет описания', films: 'Нет фильмов' },
      bulk: {
        description: 'Задать описание',
        description_title: 'Описание %{smart_count} жанра |||| Описание %{smart_count} жанров |||| Описание %{smart_count} жанров',
        description_text: 'Все получат этот текст; если оставить пустым, описаний у них не будет.',
        clear: 'Очистить %{smart_count} описание |||| Очистить %{smart_count} описания |||| Очистить %{smart_count} описаний',
        change: 'Изменить %{smart_count} жанр |||| Изменить %{smart_count} жанра |||| Изменить %{smart_count} жанров',
        changed: 'Изменён %{smart_count} жанр. |||| Изменены %{smart_count} жанра. |||| Изменено %{smart_count} жанров.',
        delete: 'Удалить %{smart_count} жанр |||| Удалить %{smart_count} жанра |||| Удалить %{smart_count} жанров',
        delete_title: 'Удалить %{smart_count} жанр? |||| Удалить %{smart_count} жанра? |||| Удалить %{smart_count} жанров?',
        deleted: 'Удалён %{smart_count} жанр. |||| Удалены %{smart_count} жанра. |||| Удалено %{smart_count} жанров.',
      },
    },
  },
};
