package io.github.brazeaudience.benchmarks.body;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A user with all strings of the request body prepared in advance.
 *
 * @param single the value of the string attribute
 * @param ids the elements of the array attribute
 * @param names the names of the attributes per segment
 */
public record PreparedUser(
    String externalId, String email, String single, List<String> ids, List<String> names) {
  private static final long FIRST_ID = 11_001;

  /** Gives all ids the same length. */
  private static final int FIRST_USER = 10_000_000;

  /** Creates audiences with ids of the same length. */
  public static List<Audience> audiences(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Audience.of(FIRST_ID + i, "Possible Parisians " + i))
        .collect(Collectors.toUnmodifiableList());
  }

  /** Creates a user who is in the given audiences. */
  public static PreparedUser of(int number, List<Audience> audiences) {
    List<String> ids = audiences.stream().map(audience -> Long.toString(audience.id())).toList();
    return new PreparedUser(
        "user-" + (FIRST_USER + number),
        "user-" + (FIRST_USER + number) + "@example.com",
        ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(",")),
        ids,
        audiences.stream().map(audience -> "In " + audience.externalName().orElseThrow()).toList());
  }

  /** Creates another user in the same audiences. */
  public PreparedUser withNumber(int number) {
    String id = "user-" + (FIRST_USER + number);
    return new PreparedUser(id, id + "@example.com", single, ids, names);
  }

  /** Creates the same user as an update for the library. */
  public MembershipSnapshot update(List<Audience> audiences) {
    return update(externalId, email, audiences);
  }

  /** Creates the user with a number as an update for the library. */
  public static MembershipSnapshot update(int number, List<Audience> audiences) {
    String id = "user-" + (FIRST_USER + number);
    return update(id, id + "@example.com", audiences);
  }

  private static MembershipSnapshot update(
      String externalId, String email, List<Audience> audiences) {
    UserProfile user = UserProfile.builder().customerId(externalId).email(email).build();
    return MembershipSnapshot.of(user, audiences);
  }
}
