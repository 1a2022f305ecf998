export default {
  history: {
    undo: {
      button: 'Отменить',
      done: 'Отменено. |||| Отменено: %{smart_count} изменения. |||| Отменено: %{smart_count} изменений.',
      nothing: 'Отменять уже нечего. Все изменения видны в истории.',
      kept_one: '«%{name}» остаётся как есть. %{why}',
      kept:
        'Без изменений: %{smart_count}, отменено: %{done}. «%{name}»: %{why} |||| Без изменений: %{smart_count}, отменено: %{done}. «%{name}»: %{why} |||| Без изменений: %{smart_count}, отменено: %{done}. «%{name}»: %{why}',
    },
  },
};
