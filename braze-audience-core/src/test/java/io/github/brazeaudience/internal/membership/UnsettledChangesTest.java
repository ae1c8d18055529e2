package io.github.brazeaudience.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.LeasedChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnsettledChangesTest {
  private static final MembershipRecord RECORD = MembershipRecord.damaged("test");

  private final UnsettledChanges unsettled = new UnsettledChanges();
  private final List<Set<String>> applied = new ArrayList<>();

  private void apply(Map<String, LeasedChange> changes) {
    applied.add(Set.copyOf(changes.keySet()));
  }

  private static LeasedChange change() {
    return new LeasedChange(present -> present, Duration.ZERO);
  }

  @Test
  void apply_noChanges_doesNotCallTheStore() {
    assertThat(unsettled.isEmpty()).isTrue();
    assertThat(unsettled.containsAny(List.of("a"))).isFalse();
    assertThat(unsettled.apply(this::apply)).isNull();
    assertThat(applied).isEmpty();
  }

  @Test
  void apply_storeWorks_appliesAllTogetherOnce() {
    unsettled.add("a", change());
    unsettled.add("b", change());
    assertThat(unsettled.containsAny(List.of("x", "b"))).isTrue();
    assertThat(unsettled.containsAny(List.of("x"))).isFalse();

    assertThat(unsettled.apply(this::apply)).isNull();
    assertThat(unsettled.apply(this::apply)).isNull();

    assertThat(applied).containsExactly(Set.of("a", "b"));
    assertThat(unsettled.isEmpty()).isTrue();
  }

  @Test
  void apply_storeFails_keepsAllAndReturnsWhy() {
    unsettled.add("a", change());
    IllegalStateException full = new IllegalStateException("disk full");

    Throwable failure =
        unsettled.apply(
            changes -> {
              throw full;
            });

    assertThat(failure).isSameAs(full);
    assertThat(unsettled.containsAny(List.of("a"))).isTrue();
  }

  @Test
  void apply_damagedRecord_dropsOnlyItsChange() {
    unsettled.add("a", change());
    unsettled.add("damaged", change());
    unsettled.add("c", change());

    Throwable failure =
        unsettled.apply(
            changes -> {
              if (changes.containsKey("damaged")) {
                throw new IllegalArgumentException("damaged");
              }
              apply(changes);
            });

    assertThat(failure).isNull();
    assertThat(applied).containsExactly(Set.of("a"), Set.of("c"));
    assertThat(unsettled.isEmpty()).isTrue();
  }

  @Test
  void apply_damagedRecordAndThenAFailure_keepsWhatWasNotApplied() {
    unsettled.add("a", change());
    unsettled.add("b", change());
    IllegalStateException full = new IllegalStateException("disk full");

    Throwable failure =
        unsettled.apply(
            changes -> {
              if (changes.size() > 1) {
                throw new IllegalArgumentException("damaged");
              }
              if (changes.containsKey("b")) {
                throw full;
              }
            });

    assertThat(failure).isSameAs(full);
    assertThat(unsettled.containsAny(List.of("a"))).isFalse();
    assertThat(unsettled.containsAny(List.of("b"))).isTrue();
  }

  @Test
  void apply_changeAddedMeanwhile_keepsIt() {
    unsettled.add("a", change());

    assertThat(unsettled.apply(changes -> unsettled.add("a", change()))).isNull();

    assertThat(unsettled.containsAny(List.of("a"))).isTrue();
  }

  @Test
  void add_secondChangeOfAUser_isAppliedAfterTheFirst() {
    List<String> order = new ArrayList<>();
    unsettled.add(
        "a",
        new LeasedChange(
            present -> {
              order.add("first of " + present);
              return RECORD;
            },
            Duration.ofSeconds(1)));
    unsettled.add(
        "a",
        new LeasedChange(
            present -> {
              order.add("second of " + (RECORD.equals(present) ? "its record" : present));
              return present;
            },
            Duration.ofSeconds(2)));

    var unused =
        unsettled.apply(
            changes -> {
              LeasedChange both = Objects.requireNonNull(changes.get("a"));
              assertThat(both.lease()).isEqualTo(Duration.ofSeconds(2));
              assertThat(both.change().apply(null)).isSameAs(RECORD);
            });

    assertThat(order).containsExactly("first of null", "second of its record");
  }
}
