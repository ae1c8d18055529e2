package io.github.brazeaudience;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.membership.MembershipSettings;
import io.github.brazeaudience.internal.query.Query;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.query.QueryResult;
import io.github.brazeaudience.internal.wire.ExportRequest;
import io.github.brazeaudience.internal.wire.ExportResponseParser;
import io.github.brazeaudience.internal.wire.ExportedProfile;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.ProfileExport;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the membership store of a forwarder and Braze have of users, for people. Changes
 * nothing, and leases no users. Thread-safe.
 *
 * @see AudienceForwarder#inspector
 */
public final class MembershipInspector {
  /** Maximum time in seconds to read a profile from Braze, with retries: {@value}. */
  public static final int MAX_EXPORT_SECONDS = 60;

  private final BrazeAudienceConfig config;
  private final @Nullable MembershipSettings membership;
  private final QueryClient queries;

  MembershipInspector(
      BrazeAudienceConfig config, @Nullable MembershipSettings membership, QueryClient queries) {
    this.config = config;
    this.membership = membership;
    this.queries = queries;
  }

  /**
   * Returns what the membership store has of a user.
   *
   * @param user a user with a raw identity of the external identity type; other users have no
   *     record
   * @return empty if there is no record
   * @throws IllegalStateException if the forwarder has no membership store, or the store fails
   */
  public Optional<KnownUser> stored(UserProfile user) {
    MembershipSettings store = MembershipSettings.required(membership);
    return user.identity(config.externalIdentityType())
        .flatMap(
            externalId -> {
              MembershipRecord record =
                  store.call(() -> store.read(List.of(externalId))).get(externalId);
              return Optional.ofNullable(record).map(store.rules()::describe);
            });
  }

  /**
   * Returns all users of the membership store, without their external ids. The iterator reads page
   * by page, in constant memory, and throws what the store throws.
   *
   * @throws IllegalStateException if the forwarder has no membership store
   */
  public Iterator<KnownUser> storedUsers() {
    MembershipSettings store = MembershipSettings.required(membership);
    return new StoredRecords(store)
        .stream().map(stored -> store.rules().describe(stored.record())).iterator();
  }

  /**
   * Reads the profile of a user from Braze with {@code /users/export/ids}, for which the key needs
   * the permission {@code users.export.ids}. The result contains the string and the array attribute
   * and every custom attribute that begins with the prefix of the attributes per segment, in any
   * letter case.
   *
   * <p>Sends its request on the calling thread, not through the rate limiters, for {@value
   * #MAX_EXPORT_SECONDS} seconds at most with retries. If the thread is interrupted, the interrupt
   * is restored.
   *
   * @param user a user with a raw identity of the external identity type
   * @throws IllegalArgumentException if the user has no such identity
   * @see <a
   *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
   *     /users/export/ids</a>
   */
  public ProfileExport export(UserProfile user) {
    String externalId =
        user.identity(config.externalIdentityType())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the user has no raw identity of the type "
                            + config.externalIdentityType()));
    String body = new String(ExportRequest.body(List.of(externalId)), StandardCharsets.UTF_8);
    long deadline = queries.time().nanoTime() + Duration.ofSeconds(MAX_EXPORT_SECONDS).toNanos();
    try {
      return result(
          queries.send(Query.post(BrazeOperation.EXPORT_USERS, body), deadline), externalId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ProfileExport.Failed(
          Reason.CANCELLED, "the thread was interrupted before the profile was read");
    }
  }

  private ProfileExport result(QueryResult result, String externalId) {
    if (result instanceof QueryResult.Failed failed) {
      return new ProfileExport.Failed(failed.reason(), failed.message());
    }
    QueryResult.Answered answered = (QueryResult.Answered) result;
    if (!answered.isSuccess()) {
      return refused(answered.response());
    }
    List<ExportedProfile> profiles =
        ExportResponseParser.parse(answered.response().body(), this::isAboutMembership);
    if (profiles == null) {
      return new ProfileExport.Failed(
          Reason.UNREADABLE_ANSWER,
          "the profile that Braze returned is malformed; check whether a proxy changes responses");
    }
    return profiles.stream()
        .filter(profile -> externalId.equals(profile.externalId()))
        .findFirst()
        .<ProfileExport>map(profile -> new ProfileExport.Found(profile.attributes()))
        .orElseGet(ProfileExport.NotFound::new);
  }

  private ProfileExport.Failed refused(TransportResponse response) {
    int status = response.status();
    boolean unauthorized = status == 401 || status == 403;
    return new ProfileExport.Failed(
        unauthorized ? Reason.UNAUTHORIZED : Reason.ENDPOINT_REFUSED,
        String.format(
            Locale.ROOT,
            "%s returned %d to %s: %s",
            queries.host(),
            status,
            BrazeOperation.EXPORT_USERS.path(),
            unauthorized
                ? "the REST API key is wrong or lacks the permission "
                    + BrazeOperation.EXPORT_USERS.permission()
                : "check the instance or the REST endpoint"));
  }

  private boolean isAboutMembership(String name) {
    AttributeNames names = config.attributeNames();
    String prefix = names.perSegmentPrefix();
    return name.equals(names.single())
        || name.equals(names.array())
        || name.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
