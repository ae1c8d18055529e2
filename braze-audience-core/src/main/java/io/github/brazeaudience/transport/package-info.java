/**
 * SPI for HTTP clients: a transport performs single exchanges, bytes in, bytes out. The forwarder
 * does the retries, the pacing and the parsing of responses.
 *
 * <p>A lambda and an executor turn blocking code into a transport:
 *
 * <pre>{@code
 * HttpClient http = HttpClient.newHttpClient();
 * ExecutorService threads = Executors.newFixedThreadPool(16);
 * BrazeTransport transport =
 *     BrazeTransport.blocking(
 *         request -> {
 *           var post =
 *               HttpRequest.newBuilder(request.uri())
 *                   .timeout(request.timeout())
 *                   .POST(BodyPublishers.ofByteArray(request.body()));
 *           request.headers().forEach(post::header);
 *           HttpResponse<byte[]> response = http.send(post.build(), BodyHandlers.ofByteArray());
 *           return TransportResponse.of(
 *               response.statusCode(), response.headers().map(), response.body());
 *         },
 *         threads);
 * try (var own = AudienceForwarder.create(config, transport)) {
 *   var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
 *   own.forward(List.of(update)).accepted(); // -> 1
 * }
 * threads.shutdown();
 * }</pre>
 *
 * <p>After an {@code IOException} the request may have arrived; a {@link
 * io.github.brazeaudience.transport.TransportException} can state that nothing was sent. The suite
 * {@code BrazeTransportContract} of {@code braze-audience-testing} tests all requirements for a
 * transport.
 *
 * @see io.github.brazeaudience.transport.BrazeTransport
 */
@NullMarked
package io.github.brazeaudience.transport;

import org.jspecify.annotations.NullMarked;
