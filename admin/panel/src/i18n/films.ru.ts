export default {
  resources: {
    films: {
      name: 'Фильм |||| Фильмы |||| Фильмы',
      empty: { title: 'Фильмов пока нет', text: 'Первый добавленный фильм найдётся через мгновение после сохранения.' },
      none: { title: 'Ни один фильм не подходит', text: 'Уберите один из фильтров или поищите другое слово.' },
      fields: {
        id: 'Идентификатор',
        title: 'Название',
        description: 'Описание',
        creation_date: 'Выход',
        certificate: 'Возрастной ценз',
        file_path: 'Файл',
        rating: 'Рейтинг',
        type: 'Вид',
        genres: 'Жанры',
        actors: 'Актёры',
        directors: 'Режиссёры',
        writers: 'Сценаристы',
        created: 'Добавлен',
        modified: 'Изменён',
        q: 'Поиск по названию',
      },
      types: { movie: 'Фильм', tv_show: 'Сериал' },
    },
  },
};
