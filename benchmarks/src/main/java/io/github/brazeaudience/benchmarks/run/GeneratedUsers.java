package io.github.brazeaudience.benchmarks.run;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.benchmarks.body.PreparedUser;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongPredicate;

/** Creates updates on demand, as a database cursor does. */
final class GeneratedUsers implements Iterator<MembershipSnapshot> {
  private final List<Audience> audiences = PreparedUser.audiences(3);
  private final LongPredicate hasNext;
  private long created;

  /**
   * Creates the iterator.
   *
   * @param hasNext returns true if another update is needed; its argument is the number of the next
   *     user
   */
  GeneratedUsers(LongPredicate hasNext) {
    this.hasNext = hasNext;
  }

  static GeneratedUsers ofCount(int count) {
    return from(0, count);
  }

  static GeneratedUsers from(int first, int count) {
    GeneratedUsers users = new GeneratedUsers(created -> created < first + count);
    users.created = first;
    return users;
  }

  @Override
  public boolean hasNext() {
    return hasNext.test(created);
  }

  @Override
  public MembershipSnapshot next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String id = "user-" + (10_000_000 + created);
    created++;
    UserProfile user = UserProfile.builder().customerId(id).email(id + "@example.com").build();
    return MembershipSnapshot.of(user, audiences);
  }
}
