"""Serves the directories below a folder: python server.py FOLDER [ADDRESS]"""
import os
import sys
from concurrent import futures

import grpc

from directories.v1 import directories_pb2, directories_pb2_grpc


class Directories(directories_pb2_grpc.DirectoriesServicer):
    def __init__(self, root):
        self.root = os.path.realpath(root)

    def MakeDirectory(self, request, context):
        path = self._below_root(request.path, context)
        try:
            os.mkdir(path)
        except OSError as error:
            context.abort(status_of(error), f"{request.path}: {error.strerror}")
        return directories_pb2.MakeDirectoryResponse()

    def ListDirectory(self, request, context):
        path = self._below_root(request.path, context)
        response = directories_pb2.ListDirectoryResponse()
        try:
            for name in sorted(os.listdir(path)):
                response.entries.add(name=name, is_directory=os.path.isdir(os.path.join(path, name)))
        except OSError as error:
            context.abort(status_of(error), f"{request.path}: {error.strerror}")
        return response

    def _below_root(self, path, context):
        full = os.path.realpath(os.path.join(self.root, path.lstrip("/")))
        if full != self.root and not full.startswith(os.path.join(self.root, "")):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"{path} leads out of the served folder")
        return full


def status_of(error):
    if isinstance(error, FileExistsError):
        return grpc.StatusCode.ALREADY_EXISTS
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return grpc.StatusCode.NOT_FOUND
    return grpc.StatusCode.UNKNOWN


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else "."
    address = sys.argv[2] if len(sys.argv) > 2 else "localhost:50051"
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=3))
    directories_pb2_grpc.add_DirectoriesServicer_to_server(Directories(root), server)
    port = server.add_insecure_port(address)
    if port == 0:
        sys.exit(f"{address} is taken or cannot be listened to")
    server.start()
    print(f"serving {os.path.realpath(root)} on port {port}", flush=True)
    server.wait_for_termination()


if __name__ == "__main__":
    main()
