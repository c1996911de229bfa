       IDENTIFICATION DIVISION.
       PROGRAM-ID. PERSREG.
      *----------------------------------------------------------------
      * Stores the clerks' transactions (PERSREG.TXN, ISO 8859-1, one
      * line each) as the person register and unloads it in EBCDIC
      * code page 500 (PERSREG.EBC, fixed length 360).
      * Damage that real registers carry is done here, on order of the
      * two letters at the end of a transaction's head:
      *   SP  packed date of birth overwritten with spaces
      *   GA  packed date of birth overwritten with letters
      *   LV  both names overwritten with low values
      *----------------------------------------------------------------
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT TXN-FILE ASSIGN TO "PERSREG.TXN"
               ORGANIZATION LINE SEQUENTIAL
               FILE STATUS IS TXN-STATUS.
           SELECT UNLOAD-FILE ASSIGN TO "PERSREG.EBC"
               ORGANIZATION SEQUENTIAL
               FILE STATUS IS UNLOAD-STATUS.
       DATA DIVISION.
       FILE SECTION.
       FD  TXN-FILE.
       01  TXN-LINE                     PIC X(420).
       FD  UNLOAD-FILE.
       01  UNLOAD-RECORD                PIC X(360).
       WORKING-STORAGE SECTION.
       COPY PERSREG.
       COPY LATCP500.
       01  TXN.
           05  TX-SOORT                 PIC X(01).
           05  TX-DOSSIER               PIC 9(09).
           05  TX-STATUS                PIC X(01).
           05  TX-CATEGORIE             PIC X(02).
           05  TX-EVALUATIE             PIC X(02).
           05  TX-BEHANDELING           PIC X(02).
           05  TX-HERZIEN               PIC 9(08).
           05  TX-INGEVOERD             PIC 9(07).
           05  TX-SCHADE                PIC X(02).
           05  TX-REST                  PIC X(386).
           05  TX-PERSOON REDEFINES TX-REST.
               10  TX-FAMILIENAAM       PIC X(28).
               10  TX-VOORNAMEN         PIC X(20).
               10  TX-ALIAS             PIC X(20).
               10  TX-GEBDATUM          PIC 9(08).
               10  TX-GEBPLAATS         PIC X(20).
               10  TX-GESLACHT          PIC X(01).
               10  TX-NATIONALITEIT     PIC X(03).
               10  TX-RIJKSNUMMER       PIC 9(11).
               10  TX-LENGTE            PIC 9(04).
               10  TX-SALDO-TEKEN       PIC X(01).
               10  TX-SALDO             PIC 9(07)V99.
               10  TX-DOC-SOORT         PIC X(01).
               10  TX-DOC-NUMMER        PIC X(12).
               10  TX-DOC-LAND          PIC X(03).
               10  TX-DOC-VERVAL        PIC 9(08).
               10  TX-TEL-AANTAL        PIC 9(01).
               10  TX-TEL OCCURS 3 TIMES.
                   15  TX-TEL-SOORT     PIC X(01).
                   15  TX-TEL-NUMMER    PIC X(16).
                   15  TX-TEL-GEZIEN    PIC 9(08).
               10  TX-IMEI              PIC X(15).
               10  TX-STRAAT            PIC X(26).
               10  TX-HUISNUMMER        PIC X(06).
               10  TX-BUS               PIC X(04).
               10  TX-POSTCODE          PIC X(07).
               10  TX-GEMEENTE          PIC X(20).
               10  TX-LAND              PIC X(02).
               10  TX-PLAAT             PIC X(10).
               10  TX-PLAAT-LAND        PIC X(02).
           05  TX-BEWIJS REDEFINES TX-REST.
               10  TX-B-NUMMER          PIC X(14).
               10  TX-B-SOORT           PIC X(03).
               10  TX-B-DATUM           PIC 9(08).
               10  TX-B-ICCID           PIC X(20).
               10  TX-B-IMSI            PIC X(15).
               10  TX-B-IMEI            PIC X(15).
               10  TX-B-TELEFOON        PIC X(16).
               10  TX-B-OMSCHRIJVING    PIC X(60).
       01  IK-DIGITS                    PIC 9(12).
       01  IK-CYYMMDD                   PIC 9(07).
       01  TEL-INDEX                    PIC 9(02).
       01  RECORD-COUNT                 PIC 9(07) VALUE 0.
       01  TXN-STATUS                   PIC X(02).
       01  UNLOAD-STATUS                PIC X(02).
       PROCEDURE DIVISION.
       MAIN-SECTION.
           OPEN INPUT TXN-FILE
           IF TXN-STATUS NOT = "00"
               DISPLAY "PERSREG.TXN CANNOT BE OPENED: " TXN-STATUS
               MOVE 8 TO RETURN-CODE
               STOP RUN
           END-IF
           OPEN OUTPUT UNLOAD-FILE
           PERFORM UNTIL TXN-STATUS = "10"
               READ TXN-FILE INTO TXN
                   AT END CONTINUE
                   NOT AT END PERFORM STORE-ONE
               END-READ
           END-PERFORM
           CLOSE TXN-FILE UNLOAD-FILE
           DISPLAY "RECORDS UNLOADED: " RECORD-COUNT
           STOP RUN.
       STORE-ONE.
           MOVE SPACES TO PERSREG-RECORD
           MOVE TX-SOORT TO PS-SOORT
           MOVE TX-DOSSIER TO PS-DOSSIER
           MOVE TX-STATUS TO PS-STATUS
           MOVE TX-CATEGORIE TO PS-CATEGORIE
           MOVE TX-EVALUATIE TO PS-EVALUATIE
           MOVE TX-BEHANDELING TO PS-BEHANDELING
           MOVE TX-HERZIEN TO PS-HERZIEN
           IF PS-IS-PERSOON
               PERFORM STORE-PERSON
           ELSE
               PERFORM STORE-EXHIBIT
           END-IF
      *    every text is in ISO 8859-1 until here; packed and binary
      *    fields are set after the translation, so it cannot hurt them
           INSPECT PERSREG-RECORD CONVERTING LATIN1-BYTES
               TO CP500-BYTES
           MOVE TX-INGEVOERD TO PS-INGEVOERD
           IF TX-SOORT = "P"
               PERFORM STORE-PERSON-NUMBERS
           ELSE
               MOVE TX-B-DATUM TO PB-DATUM
           END-IF
           WRITE UNLOAD-RECORD FROM PERSREG-RECORD
           ADD 1 TO RECORD-COUNT.
       STORE-PERSON.
           MOVE TX-FAMILIENAAM TO PS-FAMILIENAAM
           MOVE TX-VOORNAMEN TO PS-VOORNAMEN
           MOVE TX-ALIAS TO PS-ALIAS
           MOVE TX-GEBPLAATS TO PS-GEBPLAATS
           MOVE TX-GESLACHT TO PS-GESLACHT
           MOVE TX-NATIONALITEIT TO PS-NATIONALITEIT
           MOVE TX-RIJKSNUMMER TO PS-RIJKSNUMMER
           IF TX-SALDO-TEKEN = "-"
               COMPUTE PS-SALDO = 0 - TX-SALDO
           ELSE
               MOVE TX-SALDO TO PS-SALDO
           END-IF
           MOVE TX-DOC-SOORT TO PS-DOC-SOORT
           EVALUATE TX-DOC-SOORT
               WHEN "I"
                   MOVE TX-DOC-NUMMER TO IK-DIGITS
                   MOVE IK-DIGITS TO IK-NUMMER
                   MOVE TX-DOC-LAND TO IK-LAND
               WHEN SPACE
                   CONTINUE
               WHEN OTHER
                   MOVE TX-DOC-NUMMER TO PP-NUMMER
                   MOVE TX-DOC-LAND TO PP-LAND
                   MOVE TX-DOC-VERVAL TO PP-VERVAL
           END-EVALUATE
           MOVE TX-TEL-AANTAL TO PS-TEL-AANTAL
           PERFORM VARYING TEL-INDEX FROM 1 BY 1 UNTIL TEL-INDEX > 3
               MOVE TX-TEL-SOORT(TEL-INDEX) TO PT-SOORT(TEL-INDEX)
               MOVE TX-TEL-NUMMER(TEL-INDEX) TO PT-NUMMER(TEL-INDEX)
               MOVE TX-TEL-GEZIEN(TEL-INDEX) TO PT-GEZIEN(TEL-INDEX)
           END-PERFORM
           MOVE TX-IMEI TO PS-IMEI
           MOVE TX-STRAAT TO PS-STRAAT
           MOVE TX-HUISNUMMER TO PS-HUISNUMMER
           MOVE TX-BUS TO PS-BUS
           MOVE TX-POSTCODE TO PS-POSTCODE
           MOVE TX-GEMEENTE TO PS-GEMEENTE
           MOVE TX-LAND TO PS-LAND
           MOVE TX-PLAAT TO PS-PLAAT
           MOVE TX-PLAAT-LAND TO PS-PLAAT-LAND.
       STORE-PERSON-NUMBERS.
           MOVE TX-GEBDATUM TO PS-GEBDATUM
           MOVE TX-LENGTE TO PS-LENGTE-CM
           IF TX-DOC-SOORT = "I"
               COMPUTE IK-CYYMMDD = 1000000
                   + FUNCTION MOD(TX-DOC-VERVAL 1000000)
               MOVE IK-CYYMMDD TO IK-VERVAL
           END-IF
           EVALUATE TX-SCHADE
               WHEN "SP"
                   MOVE X"4040404040" TO PS-PERSOON(69:5)
               WHEN "GA"
                   MOVE X"C1C2C3C4C5" TO PS-PERSOON(69:5)
               WHEN "LV"
                   MOVE LOW-VALUES TO PS-FAMILIENAAM PS-VOORNAMEN
           END-EVALUATE.
       STORE-EXHIBIT.
           MOVE TX-B-NUMMER TO PB-NUMMER
           MOVE TX-B-SOORT TO PB-SOORT
           MOVE TX-B-ICCID TO PB-ICCID
           MOVE TX-B-IMSI TO PB-IMSI
           MOVE TX-B-IMEI TO PB-IMEI
           MOVE TX-B-TELEFOON TO PB-TELEFOON
           MOVE TX-B-OMSCHRIJVING TO PB-OMSCHRIJVING.
