(* Rectangular tables of rationals that Coq can compute with, and their meaning as matrices over any
   ordered field: what the evaluators of the papers are made of, and what a certificate of the
   entries of a matrix states. *)
From Coq Require Export ZArith QArith String.
From mathcomp Require Export all_ssreflect.
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix.
From Lemmascope Require Export rational.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Definition table := seq (seq Q).
Definition qnat (k : nat) : Q := Qmake (Z.of_nat k) 1.
Definition sums n (f : nat -> Q) : Q := foldr (fun i acc => qadd (f i) acc) 0%Q (iota 0 n).
Definition table_of m n (f : nat -> nat -> Q) : table :=
  [seq [seq f i j | j <- iota 0 n] | i <- iota 0 m].
(* the matrix of a table; entries that are not there are 0 *)
Definition mxof (R : realFieldType) m n (t : table) : 'M[R]_(m, n) :=
  \matrix_(i, j) Q2R R (ent t i j).
(* product of an m x k and a k x n table, sum, difference, multiple, transpose of an m x n table *)
Definition tmul m k n (a b : table) :=
  table_of m n (fun i j => sums k (fun l => qmul (ent a i l) (ent b l j))).
Definition tadd m n (a b : table) := table_of m n (fun i j => qadd (ent a i j) (ent b i j)).
Definition tsub m n (a b : table) := table_of m n (fun i j => qadd (ent a i j) (Qopp (ent b i j))).
Definition tscale m n c (a : table) := table_of m n (fun i j => qmul c (ent a i j)).
Definition ttr m n (a : table) := table_of n m (fun i j => ent a j i).
Definition tone n := table_of n n (fun i j => if i == j then 1%Q else 0%Q).
Definition tzero m n := table_of m n (fun _ _ => 0%Q).
(* a above b; a beside b *)
Definition tcol m1 m2 n (a b : table) :=
  table_of (m1 + m2) n (fun i j => if (i < m1)%N then ent a i j else ent b (i - m1) j).
Definition trow m n1 n2 (a b : table) :=
  table_of m (n1 + n2) (fun i j => if (j < n1)%N then ent a i j else ent b i (j - n1)).

(* values (i, j, v): entry (i, j) of the matrix M is v up to the tolerance, in every ordered field *)
Definition certified m n (M : forall R : realFieldType, 'M[R]_(m, n)) (tolerance : Q)
    (cs : seq (nat * nat * Q)) : Prop :=
  forall (R : realFieldType) i j v, List.In (i, j, v) cs ->
  exists (i' : 'I_m) (j' : 'I_n),
    [/\ i = i' :> nat, j = j' :> nat & `|M R i' j' - Q2R R v| <= Q2R R tolerance].
Definition entry_ok m n (t : table) (tolerance : Q) (c : nat * nat * Q) :=
  let: (i, j, v) := c in
  [&& (i < m)%N, (j < n)%N, Qle_bool (ent t i j - v) tolerance & Qle_bool (v - ent t i j) tolerance].
Definition entries_ok m n t tolerance (cs : seq (nat * nat * Q)) :=
  all (entry_ok m n t tolerance) cs.

(* the diagnosis of a certificate: failed hypotheses; wrong entries (indices, claimed, found), each
   rational as (numerator, denominator) *)
Definition shown (q : Q) := (Qnum q, Zpos (Qden q)).
Definition failed (tests : seq (bool * string)) : seq string := [seq t.2 | t <- tests & ~~ t.1].
Definition wrong_entries m n t tolerance (cs : seq (nat * nat * Q)) :=
  [seq (c.1, shown c.2, Some (shown (ent t c.1.1 c.1.2))) | c <- cs & ~~ entry_ok m n t tolerance c].

(* ---------- proofs ---------- *)
Section Meaning.
Variable R : realFieldType.
Lemma Q2R_nat k : Q2R R (qnat k) = k%:R.
Proof.
rewrite /Q2R /= divr1; case: k => [|k] //=.
by rewrite SuccNat2Pos.id_succ.
Qed.
Lemma Q2R_sums n f : Q2R R (sums n f) = \sum_(i < n) Q2R R (f i).
Proof.
rewrite -(big_mkord xpredT (fun i => Q2R R (f i))) /index_iota subn0 /sums.
by elim: (iota _ _) => [|i s IH]; rewrite ?big_nil ?Q2R0 //= big_cons hadd IH.
Qed.
Lemma ent_table m n f (i : 'I_m) (j : 'I_n) : ent (table_of m n f) i j = f i j.
Proof.
by rewrite /ent /table_of (nth_map 0%N) ?size_iota // (nth_map 0%N) ?size_iota // !nth_iota.
Qed.
Lemma mx_table m n f : mxof R m n (table_of m n f) = \matrix_(i, j) Q2R R (f i j).
Proof. by apply/matrixP=> i j; rewrite !mxE ent_table. Qed.
Lemma mx_mul m k n a b : mxof R m n (tmul m k n a b) = mxof R m k a *m mxof R k n b.
Proof.
apply/matrixP=> i j; rewrite !mxE ent_table Q2R_sums; apply: eq_bigr => l _.
by rewrite hmul !mxE.
Qed.
Lemma mx_add m n a b : mxof R m n (tadd m n a b) = mxof R m n a + mxof R m n b.
Proof. by apply/matrixP=> i j; rewrite !mxE ent_table hadd. Qed.
Lemma mx_sub m n a b : mxof R m n (tsub m n a b) = mxof R m n a - mxof R m n b.
Proof. by apply/matrixP=> i j; rewrite !mxE ent_table hadd Q2RN. Qed.
Lemma mx_scale m n c a : mxof R m n (tscale m n c a) = Q2R R c *: mxof R m n a.
Proof. by apply/matrixP=> i j; rewrite !mxE ent_table hmul. Qed.
Lemma mx_tr m n a : mxof R n m (ttr m n a) = (mxof R m n a)^T.
Proof. by apply/matrixP=> i j; rewrite !mxE ent_table. Qed.
Lemma mx_one n : mxof R n n (tone n) = 1%:M.
Proof.
apply/matrixP=> i j; rewrite !mxE ent_table -val_eqE /=.
by case: (_ == _); rewrite ?Q2R0 ?Q2R1.
Qed.
Lemma mx_zero m n : mxof R m n (tzero m n) = 0.
Proof. by apply/matrixP=> i j; rewrite !mxE ent_table Q2R0. Qed.
Lemma mx_col m1 m2 n a b :
  mxof R (m1 + m2) n (tcol m1 m2 n a b) = col_mx (mxof R m1 n a) (mxof R m2 n b).
Proof.
apply/matrixP=> i j; rewrite !mxE ent_table; case: splitP => k ->; rewrite !mxE //.
by rewrite addKn.
Qed.
Lemma mx_row m n1 n2 a b :
  mxof R m (n1 + n2) (trow m n1 n2 a b) = row_mx (mxof R m n1 a) (mxof R m n2 b).
Proof.
apply/matrixP=> i j; rewrite !mxE ent_table; case: splitP => k ->; rewrite !mxE //.
by rewrite addKn.
Qed.
Lemma within x v tolerance : Qle_bool (x - v) tolerance -> Qle_bool (v - x) tolerance ->
  `|Q2R R x - Q2R R v| <= Q2R R tolerance.
Proof.
move=> le1 le2; rewrite ler_norml -Q2RN -Q2RD (Q2R_le _ le1) andbT.
by rewrite ler_oppl -Q2RN; have := Q2R_le R le2; rewrite Q2RD Q2RN Q2RN Q2RD Q2RN opprB.
Qed.
End Meaning.

Lemma certified_entries m n t M tolerance cs :
  (forall R, mxof R m n t = M R) -> entries_ok m n t tolerance cs -> certified M tolerance cs.
Proof.
move=> E A R i j v Hin; have {A Hin} : entry_ok m n t tolerance (i, j, v).
  move: A Hin; rewrite /entries_ok; move: (entry_ok _ _ _ _) => f.
  by elim: cs => //= c cs IH /andP[oc /IH{}IH] [<-|].
case/and4P=> im jn le1 le2; exists (Ordinal im), (Ordinal jn); split=> //.
by rewrite -E mxE; apply: within.
Qed.
