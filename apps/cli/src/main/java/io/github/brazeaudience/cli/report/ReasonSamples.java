package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Number of outcomes per kind, reason and message, with the first lines of each message. Outcomes
 * come in any order. Not thread-safe.
 */
final class ReasonSamples {
  /** Maximum number of lines that are kept for a message. */
  static final int MAX_LINES = 10;

  /** Maximum number of messages that are kept for a kind and reason. */
  static final int MAX_MESSAGES = 10;

  /** Messages that differ in numbers only, such as ids and positions, count as the same. */
  private static final Pattern NUMBERS = Pattern.compile("\\d+");

  private static final String FURTHER = "further messages; --outcomes has all";

  private final Map<OutcomeKind, Map<Reason, Sample>> samples = new EnumMap<>(OutcomeKind.class);

  /** Outcomes of one kind and reason. */
  static final class Sample {
    private final Map<String, Message> messages = new LinkedHashMap<>();
    private @Nullable Message last;
    private String lastText = "";
    private long count;

    long count() {
      return count;
    }

    /** {@return the messages in the order of their first outcome} */
    Collection<Message> messages() {
      return messages.values();
    }

    private void add(String text, long index, Optional<InputLine> line) {
      count++;
      if (last == null || !text.equals(lastText)) {
        last = message(text);
        lastText = text;
      }
      last.add(text, index, line);
    }

    private Message message(String text) {
      String key = NUMBERS.matcher(text).replaceAll("0");
      return messages.containsKey(key) || messages.size() < MAX_MESSAGES
          ? messages.computeIfAbsent(key, first -> new Message(text, false))
          : messages.computeIfAbsent(FURTHER, first -> new Message(FURTHER, true));
    }
  }

  /** Outcomes of one message. */
  static final class Message {
    private final List<Place> places = new ArrayList<>();
    private final boolean isFixed;
    private String text;
    private long textIndex = Long.MAX_VALUE;
    private long count;

    /** A line, and the index of its update. */
    private record Place(long index, InputLine line) {}

    private Message(String text, boolean isFixed) {
      this.text = text;
      this.isFixed = isFixed;
    }

    private void add(String shown, long index, Optional<InputLine> line) {
      count++;
      if (!isFixed && index < textIndex) {
        text = shown;
        textIndex = index;
      }
      line.ifPresent(found -> insert(new Place(index, found)));
    }

    /** Keeps the first lines of the input. */
    private void insert(Place place) {
      int at = places.size();
      while (at > 0 && places.get(at - 1).index > place.index) {
        at--;
      }
      if (at < MAX_LINES) {
        places.add(at, place);
        places.subList(Math.min(MAX_LINES, places.size()), places.size()).clear();
      }
    }

    /** {@return the message of the first line, without an identity or a value} */
    String text() {
      return text;
    }

    long count() {
      return count;
    }

    /** {@return the first lines of the input, at most {@value #MAX_LINES}} */
    List<InputLine> lines() {
      return places.stream().map(Place::line).toList();
    }
  }

  /** Adds an outcome that has a reason. */
  void add(OutcomeKind kind, Reason reason, UserOutcome outcome, Optional<InputLine> line) {
    samples
        .computeIfAbsent(kind, first -> new EnumMap<>(Reason.class))
        .computeIfAbsent(reason, first -> new Sample())
        .add(outcome.message(), outcome.index(), line);
  }

  /** {@return the samples by kind and reason, in the order of the enums} */
  Map<OutcomeKind, Map<Reason, Sample>> all() {
    return samples;
  }
}
