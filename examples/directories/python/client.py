"""Makes a directory and lists the root: python client.py PATH [ADDRESS]"""
import sys

import grpc

from directories.v1 import directories_pb2, directories_pb2_grpc


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "/photos"
    address = sys.argv[2] if len(sys.argv) > 2 else "localhost:50051"
    with grpc.insecure_channel(address) as channel:
        directories = directories_pb2_grpc.DirectoriesStub(channel)
        try:
            directories.MakeDirectory(directories_pb2.MakeDirectoryRequest(path=path), timeout=5)
            print(f"made {path}")
        except grpc.RpcError as error:
            print(f"could not make {path}: {error.code().name}: {error.details()}")
        for entry in directories.ListDirectory(directories_pb2.ListDirectoryRequest(path="/"), timeout=5).entries:
            print(entry.name + ("/" if entry.is_directory else ""))


if __name__ == "__main__":
    main()
