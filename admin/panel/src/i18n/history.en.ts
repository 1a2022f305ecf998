export default {
  history: {
    undo: {
      button: 'Undo',
      done: 'Undone. |||| Undone: %{smart_count} changes.',
      nothing: 'There is nothing to undo any more. The history shows every change.',
      kept_one: '“%{name}” stays as it is. %{why}',
      kept: '%{smart_count} stays as it is, %{done} undone. “%{name}”: %{why} |||| %{smart_count} stay as they are, %{done} undone. “%{name}”: %{why}',
    },
  },
};
