package io.github.brazeaudience.benchmarks.run;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.benchmarks.body.ReadyUser;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Updates that are made when they are asked for, as from a cursor of a database. */
abstract class Users implements Iterator<MembershipSnapshot> {
  private final List<Audience> audiences = ReadyUser.audiences(3);
  private long next;

  /** Whether another one is wanted after so many. */
  abstract boolean hasNextAfter(long made);

  @Override
  public final boolean hasNext() {
    return hasNextAfter(next);
  }

  @Override
  public final MembershipSnapshot next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    String id = "user-" + (10_000_000 + next);
    next++;
    UserProfile user = UserProfile.builder().customerId(id).email(id + "@example.com").build();
    return MembershipSnapshot.of(user, audiences);
  }
}
