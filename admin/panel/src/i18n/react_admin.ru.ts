// What ra-language-russian lacks.
export default {
  ra: {
    guesser: { empty: { title: 'Нечего показать', message: 'Источник данных ничего не вернул.' } },
  },
};
