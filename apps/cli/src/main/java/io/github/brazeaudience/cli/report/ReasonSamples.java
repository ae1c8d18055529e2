package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Number of outcomes per kind and reason, with the first message and the first lines of each. */
final class ReasonSamples {
  /** Maximum number of lines that are kept for a kind and reason. */
  static final int MAX_LINES = 10;

  private final Map<OutcomeKind, Map<Reason, Sample>> samples = new EnumMap<>(OutcomeKind.class);

  /** Outcomes of one kind and reason. */
  static final class Sample {
    private final String message;
    private final List<InputLine> lines = new ArrayList<>();
    private long count;

    private Sample(String message) {
      this.message = message;
    }

    long count() {
      return count;
    }

    /** {@return the message of the first outcome, without an identity or a value} */
    String message() {
      return message;
    }

    /** {@return the first lines, at most {@value #MAX_LINES}} */
    List<InputLine> lines() {
      return List.copyOf(lines);
    }
  }

  /** Adds an outcome that has a reason. */
  void add(OutcomeKind kind, Reason reason, UserOutcome outcome, Optional<InputLine> line) {
    Sample sample =
        samples
            .computeIfAbsent(kind, first -> new EnumMap<>(Reason.class))
            .computeIfAbsent(reason, first -> new Sample(outcome.message()));
    sample.count++;
    line.filter(first -> sample.lines.size() < MAX_LINES).ifPresent(sample.lines::add);
  }

  /** {@return the samples by kind and reason, in the order of the enums} */
  Map<OutcomeKind, Map<Reason, Sample>> all() {
    return samples;
  }
}
