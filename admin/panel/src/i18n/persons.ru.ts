export default {
  resources: {
    persons: {
      name: 'Персона |||| Персоны |||| Персоны',
      new: 'Новая персона',
      title: 'Персона «%{name}»',
      empty: { title: 'Пока никого нет', text: 'Добавьте тех, кто снимает фильмы, а затем укажите их в фильмах.' },
      none: { title: 'Никто не подходит', text: 'Поищите другое слово.' },
      fields: { id: 'Идентификатор', version: 'Версия', full_name: 'Имя', created: 'Добавлена', modified: 'Изменена', films: 'Фильмы', q: 'Поиск по имени, id' },
      count: '%{shown} персона |||| %{shown} персоны |||| %{shown} персон',
      import_title: 'Загрузка персон',
      import_columns: 'Столбцы: id, full_name, version. В выгрузке есть все.',
      role: { label: 'Роль', actor: 'Актёры', director: 'Режиссёры', writer: 'Сценаристы' },
      missing: { label: 'Чего не хватает', films: 'Нет фильмов' },
      bulk: {
        delete: 'Удалить %{smart_count} персону |||| Удалить %{smart_count} персоны |||| Удалить %{smart_count} персон',
        delete_title: 'Удалить %{smart_count} персону? |||| Удалить %{smart_count} персоны? |||| Удалить %{smart_count} персон?',
        deleted: 'Удалена %{smart_count} персона. |||| Удалены %{smart_count} персоны. |||| Удалено %{smart_count} персон.',
      },
    },
  },
};
