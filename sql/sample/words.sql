-- The words of the sample catalogue: one function per list, so that the planner folds each into a constant.
-- Russian adjectives come as masculine|feminine|plural, nouns in three lists by gender; the generator agrees them.

CREATE FUNCTION pg_temp.en_adjectives() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Silent', 'Last', 'Hidden', 'Broken', 'Golden', 'Distant', 'Burning', 'Forgotten', 'Frozen', 'Crimson', 'Endless', 'Secret',
  'Wild', 'Hollow', 'Bright', 'Lonely', 'Bitter', 'Stolen', 'Restless', 'Fallen', 'Quiet', 'Northern', 'Midnight', 'Perfect',
  'Invisible', 'Paper', 'Glass', 'Iron', 'Wandering', 'Reluctant', 'Second', 'Unlikely', 'Sleeping', 'Borrowed', 'Electric', 'Ancient',
  'Crooked', 'Velvet', 'Sunken', 'Honest'] $$;
CREATE FUNCTION pg_temp.en_nouns() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'River', 'Harbour', 'Garden', 'Empire', 'Promise', 'Shadow', 'Stranger', 'Winter', 'Journey', 'Mirror', 'Letter', 'Orchard',
  'Signal', 'Horizon', 'Witness', 'Kingdom', 'Detective', 'Captain', 'Sister', 'Lighthouse', 'Station', 'Melody', 'Bridge', 'Island',
  'Storm', 'Heart', 'Game', 'Voyage', 'Memory', 'Clockmaker', 'Neighbour', 'Summer', 'Verdict', 'Circus', 'Painter', 'Frontier',
  'Dream', 'Alibi', 'Messenger', 'Valley', 'Return', 'Heist', 'Sky', 'Wolf', 'Gambit', 'Archive'] $$;
CREATE FUNCTION pg_temp.en_places() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'the Old Town', 'the Northern Sea', 'Lisbon', 'the Seventh Street', 'Edinburgh', 'the Dead Valley', 'the Blue Mountains', 'Chicago',
  'the Outer Rim', 'Montreal', 'the White Desert', 'Vienna', 'the Great Lakes', 'Saint Petersburg', 'the Red Planet', 'Buenos Aires',
  'the Empty Quarter', 'Prague', 'the Black Forest', 'the Upper Floor', 'Istanbul', 'the Long Coast', 'Kyoto', 'the Salt Flats'] $$;
CREATE FUNCTION pg_temp.en_heroes() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'A retired detective', 'A young violinist', 'An ambitious reporter', 'A widowed lighthouse keeper', 'A former spy', 'A shy translator',
  'A disgraced surgeon', 'A travelling salesman', 'A brilliant mathematician', 'A small-town teacher', 'An exhausted police captain',
  'A stubborn archaeologist', 'A taxi driver with a perfect memory', 'A celebrated chef', 'An orphaned pilot', 'A night-shift nurse',
  'A reluctant heiress', 'A failed novelist', 'An apprentice clockmaker', 'A deep-sea diver'] $$;
CREATE FUNCTION pg_temp.en_actions() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'returns to the village of childhood', 'boards the wrong train', 'inherits a house by the sea', 'finds a box of unsent letters',
  'receives a call from an unknown number', 'takes one last assignment', 'crosses the border under a borrowed name',
  'agrees to guard a painting for a single night', 'loses everything in one evening', 'moves into an apartment that nobody wants',
  'witnesses a robbery in broad daylight', 'joins an expedition to the far north', 'opens a cafe on the edge of the desert',
  'discovers a door that is on no plan of the building', 'is asked to find a child who never existed', 'wakes up in a city without clocks'] $$;
CREATE FUNCTION pg_temp.en_goals() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'only to learn that the past has been waiting', 'hoping to settle an old debt', 'to keep a promise made long ago',
  'and has three days to prove it was no accident', 'unaware that someone is following', 'to save the family business',
  'and meets the one person who remembers the truth', 'in search of a missing brother', 'while the whole town looks the other way',
  'to win back a lost friendship', 'and becomes part of a dangerous game', 'before the first snow closes the road'] $$;
CREATE FUNCTION pg_temp.en_turns() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'An unexpected ally turns out to have plans of her own.', 'Every answer leads to a darker question.',
  'The nearest neighbours are hiding more than they admit.', 'Time is running out, and the storm is coming closer.',
  'What began as a joke soon puts several lives at risk.', 'An old photograph changes the course of the investigation.',
  'The price of silence rises with every passing day.', 'A chance meeting at the railway station turns everything upside down.',
  'Nobody believes the story, except for an eccentric professor.', 'The rival company will stop at nothing to get there first.',
  'Between duty and love there is hardly any room left.', 'Meanwhile, the city prepares for the greatest celebration in its history.',
  'The only map is drawn from memory, and memory is not to be trusted.', 'A forgotten tape brings back a voice from the past.'] $$;
CREATE FUNCTION pg_temp.en_endings() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'A story about choices that cannot be undone.', 'Nothing will ever be the same again.', 'Sometimes the longest journey is the one home.',
  'A warm comedy about people who learn to listen to each other.', 'Who can be trusted when everyone has a reason to lie?',
  'Based on the novel of the same name.', 'Together they have to decide what is worth fighting for.',
  'A tense chamber drama with an unforgettable finale.', 'Inspired by true events.', 'Friendship proves stronger than fear.'] $$;
CREATE FUNCTION pg_temp.en_first_names() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'James', 'Mary', 'Robert', 'Patricia', 'John', 'Jennifer', 'Michael', 'Linda', 'David', 'Elizabeth', 'William', 'Barbara', 'Richard',
  'Susan', 'Joseph', 'Jessica', 'Thomas', 'Sarah', 'Charles', 'Karen', 'Daniel', 'Nancy', 'Matthew', 'Margaret', 'Anthony', 'Sandra',
  'Mark', 'Ashley', 'Steven', 'Emily', 'Andrew', 'Michelle', 'Kenneth', 'Amanda', 'George', 'Helen', 'Edward', 'Laura', 'Brian',
  'Rebecca', 'Ronald', 'Sharon', 'Kevin', 'Cynthia', 'Jason', 'Amy', 'Gary', 'Angela', 'Nicholas', 'Emma', 'Eric', 'Olivia', 'Stephen',
  'Samantha', 'Jonathan', 'Judith', 'Larry', 'Grace', 'Frank', 'Rose'] $$;
CREATE FUNCTION pg_temp.en_last_names() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Smith', 'Johnson', 'Williams', 'Brown', 'Jones', 'Miller', 'Davis', 'Wilson', 'Anderson', 'Taylor', 'Moore', 'Jackson', 'Martin',
  'Thompson', 'White', 'Harris', 'Clark', 'Lewis', 'Robinson', 'Walker', 'Young', 'Allen', 'King', 'Wright', 'Scott', 'Hill', 'Green',
  'Adams', 'Baker', 'Nelson', 'Carter', 'Mitchell', 'Roberts', 'Turner', 'Phillips', 'Campbell', 'Parker', 'Evans', 'Edwards', 'Collins',
  'Stewart', 'Morris', 'Murphy', 'Cook', 'Rogers', 'Morgan', 'Cooper', 'Reed', 'Bailey', 'Bell', 'Kelly', 'Howard', 'Ward', 'Cox',
  'Richardson', 'Watson', 'Brooks', 'Wood', 'Bennett', 'Gray', 'Hughes', 'Price', 'Foster', 'Russell', 'Hamilton', 'Graham', 'Sullivan',
  'Wallace', 'West', 'Cole', 'Hayes', 'Ellis', 'Stone', 'Marshall', 'O''Connor', 'Fitzgerald', 'Mac Allister', 'Saint-Clair'] $$;

CREATE FUNCTION pg_temp.ru_adjectives() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Последний|Последняя|Последние', 'Тихий|Тихая|Тихие', 'Забытый|Забытая|Забытые', 'Золотой|Золотая|Золотые', 'Белый|Белая|Белые',
  'Чужой|Чужая|Чужие', 'Долгий|Долгая|Долгие', 'Невидимый|Невидимая|Невидимые', 'Старый|Старая|Старые', 'Северный|Северная|Северные',
  'Красный|Красная|Красные', 'Ночной|Ночная|Ночные', 'Опасный|Опасная|Опасные', 'Первый|Первая|Первые', 'Странный|Странная|Странные',
  'Весенний|Весенняя|Весенние', 'Зимний|Зимняя|Зимние', 'Главный|Главная|Главные', 'Потерянный|Потерянная|Потерянные',
  'Случайный|Случайная|Случайные', 'Железный|Железная|Железные', 'Стеклянный|Стеклянная|Стеклянные', 'Синий|Синяя|Синие',
  'Далёкий|Далёкая|Далёкие', 'Большой|Большая|Большие', 'Неизвестный|Неизвестная|Неизвестные', 'Горький|Горькая|Горькие',
  'Лёгкий|Лёгкая|Лёгкие', 'Вечный|Вечная|Вечные', 'Свободный|Свободная|Свободные'] $$;
CREATE FUNCTION pg_temp.ru_nouns(gender int) RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT CASE gender
  WHEN 1 THEN ARRAY['город', 'поезд', 'дом', 'свидетель', 'берег', 'ветер', 'остров', 'путь', 'сон', 'сад', 'капитан', 'рейс', 'маяк',
                    'отпуск', 'день', 'вокзал', 'художник', 'спектакль', 'месяц', 'звонок', 'голос', 'экспресс']
  WHEN 2 THEN ARRAY['река', 'встреча', 'зима', 'дорога', 'песня', 'тайна', 'ночь', 'звезда', 'любовь', 'игра', 'весна', 'комната',
                    'экспедиция', 'станция', 'граница', 'роль', 'дуэль', 'книга', 'улица', 'гроза', 'тень', 'мечта']
  ELSE ARRAY['письма', 'гости', 'хроники', 'сны', 'соседи', 'каникулы', 'огни', 'дети', 'острова', 'следы', 'птицы', 'часы', 'мосты',
             'люди', 'правила', 'голоса', 'тени', 'дороги'] END $$;
CREATE FUNCTION pg_temp.ru_heads() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Тайна', 'Хроники', 'Легенда', 'Возвращение', 'Дневник', 'История', 'Песня', 'Секреты', 'Время', 'Голос', 'Тень', 'Ключи', 'Дети',
  'Сердце', 'Зов', 'Дорога', 'Конец', 'Музыка', 'Правила', 'Наследники'] $$;
CREATE FUNCTION pg_temp.ru_genitives() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'старого маяка', 'северного моря', 'пустого города', 'белых ночей', 'забытой станции', 'чужого дома', 'большой реки', 'далёкой звезды',
  'зимнего сада', 'нашего двора', 'красной площади', 'последнего лета', 'железной дороги', 'тихого океана', 'лесного озера',
  'вечернего города', 'полярной экспедиции', 'семьи Орловых', 'старого Арбата', 'горного перевала', 'первой любви', 'одного поезда',
  'соляного пути', 'капитана Громова'] $$;
CREATE FUNCTION pg_temp.ru_places() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'в старом городе', 'на краю света', 'в Петербурге', 'на Байкале', 'за полярным кругом', 'в пустом доме', 'на берегу Волги', 'в горах',
  'в Одессе', 'на дальней станции', 'под чужим именем', 'в Казани', 'без билета', 'на двоих', 'в ноябре', 'после дождя', 'у самого моря',
  'в Нижнем Новгороде', 'на рассвете', 'по соседству'] $$;
CREATE FUNCTION pg_temp.ru_heroes() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Отставной следователь', 'Молодая скрипачка', 'Столичная журналистка', 'Смотритель маяка', 'Бывший разведчик', 'Застенчивый переводчик',
  'Знаменитый хирург', 'Сельская учительница', 'Упрямый археолог', 'Таксист с безупречной памятью', 'Лётчик полярной авиации',
  'Медсестра ночной смены', 'Непризнанный писатель', 'Ученик часовщика', 'Капитан речного теплохода', 'Студентка театрального училища',
  'Уставший участковый', 'Гениальный математик'] $$;
CREATE FUNCTION pg_temp.ru_actions() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'возвращается в деревню своего детства', 'садится не в тот поезд', 'получает в наследство дом у моря',
  'находит на чердаке неотправленные письма', 'слышит по телефону знакомый голос', 'берётся за последнее дело',
  'пересекает границу под чужим именем', 'соглашается одну ночь охранять картину', 'за один вечер теряет всё',
  'переезжает в квартиру, где никто не хочет жить', 'становится свидетелем ограбления', 'отправляется в экспедицию на Север',
  'открывает кафе на окраине города', 'обнаруживает дверь, которой нет на плане здания', 'ищет ребёнка, которого никогда не было',
  'просыпается в городе, где остановились все часы'] $$;
CREATE FUNCTION pg_temp.ru_goals() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'чтобы вернуть старый долг', 'чтобы сдержать давнее обещание', 'ещё не зная, что прошлое уже ждёт', 'а чтобы узнать правду, остаётся три дня',
  'но кто-то всё время идёт следом', 'чтобы спасти семейное дело', 'и только один человек помнит, как всё было', 'чтобы найти пропавшего брата',
  'пока весь город смотрит в другую сторону', 'и попадает в опасную игру', 'пока снег не закрыл дорогу', 'чтобы начать всё сначала'] $$;
CREATE FUNCTION pg_temp.ru_turns() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Неожиданный союзник ведёт собственную игру.', 'Каждый ответ порождает новый вопрос.', 'Соседи знают больше, чем говорят.',
  'Времени почти не остаётся, а буря всё ближе.', 'То, что начиналось как шутка, становится опасным.', 'Старая фотография меняет ход расследования.',
  'Цена молчания растёт с каждым днём.', 'Случайная встреча на вокзале переворачивает всю жизнь.', 'Этой истории не верит никто, кроме чудаковатого профессора.',
  'Между долгом и любовью почти не остаётся места.', 'Город тем временем готовится к самому большому празднику.', 'Забытая плёнка возвращает голос из прошлого.'] $$;
CREATE FUNCTION pg_temp.ru_endings() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'История о выборе, который нельзя отменить.', 'Ничто уже не будет прежним.', 'Иногда самый долгий путь — это дорога домой.',
  'Добрая комедия о людях, которые учатся слышать друг друга.', 'Кому верить, если у каждого есть причина лгать?', 'По одноимённому роману.',
  'Вместе им предстоит решить, за что стоит бороться.', 'Камерная драма с незабываемым финалом.', 'Основано на реальных событиях.',
  'Дружба оказывается сильнее страха.'] $$;
CREATE FUNCTION pg_temp.ru_men() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Александр', 'Дмитрий', 'Сергей', 'Андрей', 'Алексей', 'Иван', 'Михаил', 'Николай', 'Павел', 'Олег', 'Евгений', 'Владимир', 'Юрий',
  'Константин', 'Никита', 'Фёдор', 'Георгий', 'Леонид', 'Виктор', 'Пётр', 'Кирилл', 'Максим', 'Артём', 'Семён', 'Глеб', 'Илья', 'Борис', 'Роман'] $$;
CREATE FUNCTION pg_temp.ru_women() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Анна', 'Мария', 'Елена', 'Ольга', 'Наталья', 'Татьяна', 'Ирина', 'Светлана', 'Екатерина', 'Юлия', 'Дарья', 'Ксения', 'Вера', 'Надежда',
  'Любовь', 'Полина', 'Алиса', 'Софья', 'Людмила', 'Галина', 'Валентина', 'Марина', 'Инна', 'Лидия', 'Варвара', 'Нина', 'Евгения', 'Алёна'] $$;
-- Each is completed by «а» for a woman.
CREATE FUNCTION pg_temp.ru_last_names() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Петров', 'Соколов', 'Михайлов', 'Новиков', 'Фёдоров', 'Морозов', 'Волков',
  'Алексеев', 'Лебедев', 'Семёнов', 'Егоров', 'Павлов', 'Козлов', 'Степанов', 'Николаев', 'Орлов', 'Андреев', 'Макаров', 'Никитин',
  'Захаров', 'Зайцев', 'Соловьёв', 'Борисов', 'Яковлев', 'Григорьев', 'Романов', 'Воробьёв', 'Сергеев', 'Кузьмин', 'Фролов', 'Королёв',
  'Гусев', 'Киселёв', 'Ильин', 'Максимов', 'Поляков', 'Сорокин', 'Виноградов', 'Ковалёв', 'Белов', 'Медведев', 'Антонов', 'Тарасов',
  'Жуков', 'Баранов', 'Филиппов', 'Комаров', 'Давыдов', 'Беляев', 'Герасимов', 'Богданов', 'Осипов', 'Сидоров', 'Матвеев', 'Титов',
  'Марков', 'Миронов', 'Крылов', 'Куликов', 'Карпов', 'Власов', 'Мельников', 'Денисов', 'Гаврилов', 'Тихонов', 'Казаков', 'Афанасьев',
  'Данилов', 'Савельев', 'Тимофеев', 'Фомин', 'Чернов', 'Абрамов', 'Мартынов', 'Ефимов'] $$;
-- masculine|feminine
CREATE FUNCTION pg_temp.ru_patronymics() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Александрович|Александровна', 'Дмитриевич|Дмитриевна', 'Сергеевич|Сергеевна', 'Андреевич|Андреевна', 'Алексеевич|Алексеевна',
  'Иванович|Ивановна', 'Михайлович|Михайловна', 'Николаевич|Николаевна', 'Павлович|Павловна', 'Олегович|Олеговна', 'Петрович|Петровна',
  'Владимирович|Владимировна', 'Юрьевич|Юрьевна', 'Борисович|Борисовна', 'Викторович|Викторовна', 'Фёдорович|Фёдоровна',
  'Георгиевич|Георгиевна', 'Львович|Львовна', 'Романович|Романовна', 'Максимович|Максимовна'] $$;

-- Genres from the most to the least frequent, first in English, then in Russian.
CREATE FUNCTION pg_temp.en_genres() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Drama', 'Comedy', 'Action', 'Thriller', 'Adventure', 'Crime', 'Romance', 'Family', 'Documentary', 'Mystery', 'Sci-Fi', 'Animation',
  'Musical', 'Western'] $$;
CREATE FUNCTION pg_temp.ru_genres() RETURNS text[] IMMUTABLE LANGUAGE sql AS $$ SELECT ARRAY[
  'Драма', 'Комедия', 'Мелодрама', 'Детектив', 'Приключения', 'Боевик', 'Исторический', 'Семейный', 'Документальный', 'Сказка',
  'Фантастика', 'Мультфильм', 'Музыкальный', 'Военный'] $$;
