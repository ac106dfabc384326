"""What docs/integrators.md needs of grpcurl, for machines without it: by the server's reflection, as grpcurl does it.

grpcurl -plaintext [-H 'name: value']… [-d JSON | -d @] host:port list | package.Service/Method
"""

import argparse
import sys

import grpc
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor_pool import DescriptorPool
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_status import rpc_status

CALL_SECONDS = 300  # a run of the conformance kit is the longest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-plaintext", action="store_true", required=True)
    parser.add_argument("-H", action="append", default=[], dest="headers")
    parser.add_argument("-d", default="{}", dest="data")
    parser.add_argument("address")
    parser.add_argument("symbol")
    given = parser.parse_args()
    channel = grpc.insecure_channel(given.address)
    reflection = ProtoReflectionDescriptorDatabase(channel)
    if given.symbol == "list":
        print(*sorted(reflection.get_services()), sep="\n")
        return 0
    service, method = given.symbol.split("/")
    found = DescriptorPool(reflection).FindServiceByName(service).methods_by_name[method]
    request, answer = (message_factory.GetMessageClass(kind) for kind in (found.input_type, found.output_type))
    text = sys.stdin.read() if given.data == "@" else given.data
    metadata = [tuple(part.strip() for part in header.split(":", 1)) for header in given.headers]
    kind = ("stream" if found.client_streaming else "unary") + "_" + ("stream" if found.server_streaming else "unary")
    call = getattr(channel, kind)(f"/{service}/{method}", request.SerializeToString, answer.FromString)
    sent = [json_format.Parse(line, request()) for line in text.splitlines()] if found.client_streaming else [json_format.Parse(text, request())]
    try:
        answers = call(iter(sent) if found.client_streaming else sent[0], metadata=metadata, timeout=CALL_SECONDS)
        for one in answers if found.server_streaming else [answers]:
            print(json_format.MessageToJson(one))
    except grpc.RpcError as error:
        status = rpc_status.from_call(error)
        print(f"ERROR:\n  Code: {error.code().name}\n  Message: {error.details()}\n{status or ''}", file=sys.stderr)
        return 64 + error.code().value[0]
    return 0


sys.exit(main())
