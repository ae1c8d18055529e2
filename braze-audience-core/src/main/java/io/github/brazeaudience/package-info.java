/**
 * Puts audience memberships on Braze profiles: the front door.
 *
 * <p>Braze has no API that puts a user into a segment. Membership is written as custom attributes
 * with {@code POST /users/track}, and a segment is defined over them. The caller says who is in
 * which audience and gets one outcome for each update:
 *
 * <pre>{@code
 * var config =
 *     BrazeAudienceConfig.builder()
 *         .restApiKey(System.getenv("BRAZE_REST_API_KEY"))
 *         .instance(BrazeInstance.US_03)
 *         .build();
 * try (var forwarder = AudienceForwarder.create(config, OkHttpBrazeTransport.create())) {
 *   var user = UserProfile.ofCustomerId("u-1");
 *   var update = MembershipSnapshot.of(user, Audience.of(11036), Audience.of(11034));
 *   ForwardReport report = forwarder.forward(List.of(update));
 *   report.accepted(); // -> 1
 *   report.complete(); // -> true
 * }
 * }</pre>
 *
 * <h2>The walk of an update</h2>
 *
 * <ol>
 *   <li>The caller makes a snapshot or a change of a user's memberships ({@link
 *       io.github.brazeaudience.audience}), and hands them to an {@link
 *       io.github.brazeaudience.AudienceForwarder}: in a list, as a stream of any length, or one by
 *       one to an {@link io.github.brazeaudience.AudienceQueue}.
 *   <li>If there is a store, it says what Braze is known to hold of the user ({@link
 *       io.github.brazeaudience.membership}): a change becomes a full set, and what Braze holds
 *       already is not sent.
 *   <li>From the configuration ({@link io.github.brazeaudience.config}) and the update one
 *       attributes object is made ({@link io.github.brazeaudience.payload}). Whatever breaks a
 *       documented limit is an outcome here, before anything is sent. Updates of one user in one
 *       call become one object.
 *   <li>The engine puts up to 75 users into a request, one write under way for a user, paced,
 *       retried and split as the policies say ({@link io.github.brazeaudience.policy}).
 *   <li>A transport performs each HTTP exchange ({@link io.github.brazeaudience.transport}).
 *       Listeners are told of it ({@link io.github.brazeaudience.event}).
 *   <li>What Braze answered, over all attempts, decides the outcome ({@link
 *       io.github.brazeaudience.outcome}): {@code Accepted}, {@code Unchanged}, {@code Rejected},
 *       {@code Unconfirmed} or {@code NotSent}, with a reason.
 * </ol>
 *
 * @see io.github.brazeaudience.AudienceForwarder
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 */
@NullMarked
package io.github.brazeaudience;

import org.jspecify.annotations.NullMarked;
