"""Where the marks of charts stand."""

from bot.console.charts import HEIGHT, ROW, columns, lines, rows, spreads


def test_columns_are_stacked_from_the_ground_and_the_scale_is_round() -> None:
    drawn = columns([("Mon", "Monday: 30", {"a": 20, "b": 10}), ("Tue", "Tuesday: 0", {"a": 0, "b": 0})])
    assert [level.label for level in drawn.levels] == ["0", "10", "20", "30"]
    lower, upper = drawn.columns[0].marks
    assert (lower.y, lower.height, upper.y, upper.height) == (HEIGHT / 3, HEIGHT * 2 / 3, 0, HEIGHT / 3)
    assert not drawn.columns[1].marks
    assert [column.width for column in drawn.columns] == [50, 50]


def test_nothing_to_draw_is_drawn_as_nothing() -> None:
    assert [level.label for level in columns([("", "", {"a": 0})]).levels] == ["0"]
    assert rows([("none", "0", {"a": 0})]).rows[0].marks == []
    assert lines(["Mon"], ["no reply"], {"a": [None]}).lines[0].segments == []


def test_counts_have_whole_levels() -> None:
    assert [level.label for level in columns([("", "", {"a": 1})]).levels] == ["0", "1"]


def test_a_line_breaks_off_where_there_is_no_value() -> None:
    (line,) = lines(["1", "2", "3", "4"], [""] * 4, {"a": [10, 20, None, 5]}).lines
    assert len(line.segments) == 1
    assert [x for x, _ in line.points] == [12.5, 37.5, 87.5]


def test_the_longest_row_fills_the_width() -> None:
    drawn = rows([("one", "40", {"a": 30, "b": 10}), ("two", "20", {"a": 20})])
    assert [(mark.x, mark.width) for mark in drawn.rows[0].marks] == [(0, 75), (75, 25)]
    assert drawn.rows[1].marks[0].width == 50
    assert drawn.height == 2 * ROW


def test_few_labels_stand_below_many_columns() -> None:
    assert 4 <= len(columns([(str(n), "", {"a": n}) for n in range(90)]).labels) <= 6


def test_spreads_are_percent() -> None:
    (row,) = spreads([("topic", "80%", 0.8, (0.7, 0.875))]).rows
    assert (row.low, row.at, row.high) == (70, 80, 87.5)
