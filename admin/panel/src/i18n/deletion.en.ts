export default {
  deletion: {
    title: 'Delete “%{name}”?',
    text: 'This is what goes with it. It can be undone, from the notice that follows or from the history.',
    done: '“%{name}” is deleted.',
    objects: 'Deleted: %{smart_count} |||| Deleted: %{smart_count}',
    with_links: 'What hangs on it goes too',
    links: {
      genre: 'between genres and films: %{smart_count} |||| between genres and films: %{smart_count}',
      actor: 'as an actor: %{smart_count} |||| as actors: %{smart_count}',
      director: 'as a director: %{smart_count} |||| as directors: %{smart_count}',
      writer: 'as a writer: %{smart_count} |||| as writers: %{smart_count}',
    },
    files: { poster: 'the poster |||| posters: %{smart_count}', video: 'the video |||| videos: %{smart_count}' },
    indices: 'In the search indices',
    removed: {
      movies: '%{smart_count} film disappears |||| %{smart_count} films disappear',
      genres: '%{smart_count} genre disappears |||| %{smart_count} genres disappear',
      persons: '%{smart_count} person disappears |||| %{smart_count} people disappear',
    },
    changed: {
      movies: '%{smart_count} film is indexed again |||| %{smart_count} films are indexed again',
      genres: '%{smart_count} genre is indexed again |||| %{smart_count} genres are indexed again',
      persons: '%{smart_count} person is indexed again |||| %{smart_count} people are indexed again',
    },
    large: 'This is large: it reaches %{smart_count} index document. |||| This is large: it reaches %{smart_count} index documents.',
    type: 'To go on, type: %{name}',
    name: 'Name',
  },
};
