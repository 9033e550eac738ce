package dev.codecsmith.evolve.models.fake;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;

/** How requests and replies look in one format. */
interface WireFormat {

  /** Reads a request; number and earlier arrivals are left at 0. */
  FakeRequest parse(HttpExchange exchange, String body);

  /** The header that carries the request's id. */
  String requestIdHeader();

  /** The reply as one JSON object. */
  String whole(FakeRequest request, FakeReply reply, FakeTokens tokens);

  /** What a stream sends before the first piece of text. */
  List<String> opening(FakeRequest request, FakeTokens tokens);

  /** One piece of text. */
  String piece(FakeRequest request, String text);

  /** What a stream sends after the last piece of text. */
  List<String> closing(FakeRequest request, FakeReply reply, FakeTokens tokens);

  /** An error that ends a stream. */
  String errorEvent(String type, String message);

  /** An event that does not parse. */
  String malformedEvent();

  /** The body of an HTTP error. */
  String error(String type, String message);

  /** Which of the tokens a caller has been told of once the opening has been sent. */
  FakeTokens toldByOpening(FakeTokens tokens);
}
